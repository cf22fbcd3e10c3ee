//! `include_embedded_schema!`: reads the schema file, calls the code generator, turns diagnostics into compile errors.

use std::path::PathBuf;

use larder_codegen::{Embedded, expand};
use larder_schema::{Bindings, Diagnostic, Source, Style, compile_for, render};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// Emits `pub mod cratestack_schema`. Called through the runtime's macro of the same name, which puts the runtime's
/// own path before the arguments.
#[proc_macro]
pub fn include_embedded_schema(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    arguments(input.into()).map_or_else(|refusal| refusal, |arguments| embed(&arguments)).into()
}

/// `($crate) "schema.cstack"` and the options.
struct Arguments {
    root: TokenStream,
    path: String,
    span: Span,
    bindings: Bindings,
}

fn arguments(input: TokenStream) -> Result<Arguments, TokenStream> {
    let mut tokens = input.into_iter();
    let root = match tokens.next() {
        Some(TokenTree::Group(group)) => group.stream(),
        _ => return Err(refuse(Span::call_site(), "call larder::include_embedded_schema!")),
    };
    let Some(TokenTree::Literal(literal)) = tokens.next() else {
        return Err(refuse(Span::call_site(), "expected the path of a schema: \"schema.cstack\""));
    };
    let text = literal.to_string();
    let Some(path) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Err(refuse(
            literal.span(),
            "expected the path of a schema in plain quotes: \"schema.cstack\"",
        ));
    };
    let bindings = options(tokens).map_err(|message| refuse(literal.span(), &message))?;
    Ok(Arguments { root, path: path.replace("\\\\", "\\"), span: literal.span(), bindings })
}

/// Reads `, name = value` as often as it stands there; each name once, in any order.
fn options(tokens: impl Iterator<Item = TokenTree>) -> Result<Bindings, String> {
    let words: Vec<String> = tokens.map(|token| token.to_string()).collect();
    let words = words.strip_suffix(&[",".to_owned()]).unwrap_or(&words);
    let mut bindings = Bindings::None;
    let mut seen = Vec::new();
    for option in words.chunks(4) {
        let option: Vec<&str> = option.iter().map(String::as_str).collect();
        match option[..] {
            [",", name, "=", _] if seen.contains(&name.to_owned()) => {
                return Err(format!("the option `{name}` is given twice"));
            }
            [",", "bindings", "=", "uniffi"] => bindings = Bindings::Uniffi,
            [",", "decimal", "=", "RustDecimal"] => {}
            _ => {
                return Err(
                    "unknown option; there are `bindings = uniffi` and `decimal = RustDecimal`".to_owned()
                );
            }
        }
        seen.push(option[1].to_owned());
    }
    Ok(bindings)
}

fn embed(arguments: &Arguments) -> TokenStream {
    let file =
        std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default().join(&arguments.path);
    let include = file.to_string_lossy().into_owned();
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(arguments.span, &format!("cannot read the schema {include}: {error}")),
    };
    let source = match Source::from_bytes(&*arguments.path, &bytes) {
        Ok(source) => source,
        Err(invalid) => return refuse_all(arguments.span, &[invalid.diagnostic], &invalid.source, &include),
    };
    match compile_for(&source, arguments.bindings) {
        Ok(compiled) => expand(
            &compiled.schema,
            &Embedded {
                root: arguments.root.clone(),
                path: arguments.path.clone(),
                include,
                text: source.text().to_owned(),
                bindings: arguments.bindings,
            },
        ),
        Err(diagnostics) => refuse_all(arguments.span, &diagnostics, &source, &include),
    }
}

/// One compile error for each mistake; the file is still included, so that mending it rebuilds.
fn refuse_all(span: Span, diagnostics: &[Diagnostic], source: &Source, include: &str) -> TokenStream {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| refuse(span, &render(std::slice::from_ref(diagnostic), source, Style::Plain)));
    quote! { const _: &[u8] = include_bytes!(#include); #(#errors)* }
}

fn refuse(span: Span, message: &str) -> TokenStream {
    quote_spanned! { span => ::core::compile_error!(#message); }
}
