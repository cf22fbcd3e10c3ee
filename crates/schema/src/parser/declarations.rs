//! The declarations of a file, one function each. Part of `parser`; fields are read by `fields`.

use super::{KEYWORDS, Parser};
use crate::ast::{
    Block, BlockKind, Datasource, Declaration, Enum, Item, Name, Opaque, Procedure, Transport, Variant,
};
use crate::diagnostic::Diagnostic;
use crate::token::TokenKind;

impl Parser<'_> {
    pub(super) fn declarations(&mut self) {
        while !self.is(&TokenKind::End) && !self.sink.is_full() {
            self.mark_start();
            let start = self.at;
            match self.declaration() {
                Some(declaration) => self.ast.declarations.push(declaration),
                None => {
                    self.ast.damaged = true;
                    self.skip_to_declaration(start);
                }
            }
        }
    }

    fn declaration(&mut self) -> Option<Declaration> {
        let docs = self.take_docs();
        let Some(word) = self.word_at(0) else {
            return self.not_a_declaration();
        };
        Some(match word {
            "datasource" => Declaration::Datasource(self.datasource()?),
            "auth" => Declaration::Block(self.block(BlockKind::Auth, docs)?),
            "mixin" => Declaration::Block(self.block(BlockKind::Mixin, docs)?),
            "model" => Declaration::Block(self.block(BlockKind::Model, docs)?),
            "type" => Declaration::Block(self.block(BlockKind::Type, docs)?),
            "view" => Declaration::Block(self.block(BlockKind::View, docs)?),
            "enum" => Declaration::Enum(self.enumeration(docs)?),
            "mutation" | "procedure" => Declaration::Procedure(self.procedure()?),
            "transport" => Declaration::Transport(self.transport()?),
            "extension" | "mcp" => Declaration::Opaque(self.opaque()?),
            _ => return self.not_a_declaration(),
        })
    }

    fn not_a_declaration(&mut self) -> Option<Declaration> {
        let found = self.slice(self.span());
        let shown = self.kind().describe(found);
        let mut diagnostic =
            Diagnostic::error("syntax", self.span(), format!("expected a declaration, found {shown}"));
        diagnostic = match self.word_at(0) {
            Some(word) => {
                let suggested = diagnostic.suggest(word, KEYWORDS);
                match suggested.help {
                    Some(_) => suggested,
                    None => suggested.help(
                        "a declaration begins with `model`, `type`, `enum`, `view`, `mixin`, `datasource`, `auth`, \
                         `procedure`, `mutation`, `extension`, `mcp` or `transport`",
                    ),
                }
            }
            None if self.is(&TokenKind::RightBrace) => {
                diagnostic.help("no block is open here; remove the `}`")
            }
            None => diagnostic,
        };
        self.sink.push(diagnostic);
        None
    }

    /// Goes to the next line that begins with a keyword, past blocks, and at least one token on.
    fn skip_to_declaration(&mut self, start: usize) {
        if self.at == start {
            self.advance();
        }
        let mut depth = 0_usize;
        loop {
            match self.kind() {
                TokenKind::End => return,
                TokenKind::LeftBrace => depth += 1,
                TokenKind::RightBrace => depth = depth.saturating_sub(1),
                TokenKind::Word if self.begins_declaration(depth) => return,
                _ => {}
            }
            self.advance();
        }
    }

    fn begins_declaration(&self, depth: usize) -> bool {
        let keyword = self.word_at(0).is_some_and(|word| KEYWORDS.contains(&word));
        keyword && self.token().starts_line() && (depth == 0 || self.begins_block())
    }

    /// Whether the tokens are `model Name {` or the like, which no line inside a block is.
    fn begins_block(&self) -> bool {
        let Some(word) = self.word_at(0) else { return false };
        let opens = |ahead: usize| self.look(ahead).kind == TokenKind::LeftBrace;
        match word {
            "mcp" => opens(1),
            // A field `view` may come before a field `from`.
            "view" => {
                let is_from = self.word_at(2) == Some("from") && !self.look(2).starts_line();
                self.word_at(1).is_some() && (opens(2) || is_from)
            }
            _ => KEYWORDS.contains(&word) && self.word_at(1).is_some() && opens(2),
        }
    }

    /// Whether the block has ended: at its `}`, or, with an error, where something else must begin.
    fn block_ends(&mut self, opened: &Name) -> bool {
        if self.accept(&TokenKind::RightBrace) {
            return true;
        }
        let lost = self.is(&TokenKind::End) || (self.token().starts_line() && self.begins_block());
        if lost && !self.follows_unclosed_string() {
            self.sink.push(
                Diagnostic::error(
                    "syntax",
                    self.span(),
                    format!("the block of `{}` is not closed", opened.text),
                )
                .help("add a `}`")
                .related(opened.span, "it begins here"),
            );
        }
        lost || self.sink.is_full()
    }

    /// Goes to the next line of the block, to its `}`, or to where it must have ended.
    fn skip_to_line(&mut self, start: usize) {
        if self.at == start {
            self.advance();
        }
        let mut depth = 0_usize;
        loop {
            match self.kind() {
                TokenKind::End => return,
                TokenKind::RightBrace if depth == 0 => return,
                TokenKind::RightBrace => depth -= 1,
                _ if depth == 0 && self.token().starts_line() => return,
                TokenKind::LeftBrace => depth += 1,
                _ => {}
            }
            self.advance();
        }
    }

    fn datasource(&mut self) -> Option<Datasource> {
        let keyword = self.span();
        self.advance();
        let name = self.name("the name of the datasource")?;
        self.expect(&TokenKind::LeftBrace, "`{`")?;
        let mut datasource = Datasource { keyword, name, entries: Vec::new(), damaged: false };
        while !self.block_ends(&datasource.name) {
            self.mark_start();
            let start = self.at;
            match self.entry() {
                Some(entry) => datasource.entries.push(entry),
                None => {
                    datasource.damaged = true;
                    self.skip_to_line(start);
                }
            }
        }
        Some(datasource)
    }

    fn entry(&mut self) -> Option<(Name, crate::ast::Value)> {
        let key = self.name("a key such as `provider`")?;
        self.expect(&TokenKind::Equal, "`=`")?;
        let value = self.plain_value()?;
        Some((key, value))
    }

    fn block(&mut self, kind: BlockKind, docs: Vec<String>) -> Option<Block> {
        self.advance();
        let name = self.name(&format!("the name of the {}", kind.keyword()))?;
        let mut sources = Vec::new();
        if kind == BlockKind::View {
            if self.word_at(0) != Some("from") {
                self.unexpected("`from` and the models of the view");
                return None;
            }
            self.advance();
            sources.push(self.name("the name of a model")?);
            while self.accept(&TokenKind::Comma) {
                sources.push(self.name("the name of a model")?);
            }
        }
        self.expect(&TokenKind::LeftBrace, "`{`")?;
        let mut block = Block { kind, docs, name, sources, items: Vec::new(), damaged: false };
        while !self.block_ends(&block.name) {
            self.mark_start();
            let start = self.at;
            match self.item() {
                Some(item) => block.items.push(item),
                None => {
                    block.damaged = true;
                    self.skip_to_line(start);
                }
            }
        }
        Some(block)
    }

    fn item(&mut self) -> Option<Item> {
        match self.kind() {
            TokenKind::AtAt => self.attribute().map(Item::Attribute),
            TokenKind::At if self.word_at(1) == Some("use") => self.use_mixins().map(Item::Use),
            TokenKind::At => {
                let name = self.word_at(1).unwrap_or("name").to_owned();
                self.sink.push(
                    Diagnostic::error(
                        "syntax",
                        self.span(),
                        "an attribute of a field stands after the field's type",
                    )
                    .help(format!("write `@@{name}` when the attribute belongs to the whole block")),
                );
                None
            }
            _ => self.field().map(Item::Field),
        }
    }

    fn enumeration(&mut self, docs: Vec<String>) -> Option<Enum> {
        self.advance();
        let name = self.name("the name of the enum")?;
        self.expect(&TokenKind::LeftBrace, "`{`")?;
        let mut declared = Enum { docs, name, variants: Vec::new(), attributes: Vec::new(), damaged: false };
        while !self.block_ends(&declared.name) {
            self.mark_start();
            let start = self.at;
            let read = if self.is(&TokenKind::AtAt) {
                self.attribute().map(|attribute| declared.attributes.push(attribute))
            } else {
                self.variant().map(|variant| declared.variants.push(variant))
            };
            if read.is_none() {
                declared.damaged = true;
                self.skip_to_line(start);
            }
            self.accept(&TokenKind::Comma);
        }
        Some(declared)
    }

    fn variant(&mut self) -> Option<Variant> {
        let docs = self.take_docs();
        let name = self.name("a variant")?;
        let mut ordinal = None;
        if self.accept(&TokenKind::Equal) {
            let span = self.expect(&TokenKind::Integer, "a whole number")?;
            ordinal = Some(Name { text: self.slice(span).to_owned(), span });
        }
        Some(Variant { docs, name, ordinal })
    }

    fn procedure(&mut self) -> Option<Procedure> {
        if self.word_at(0) == Some("mutation") {
            self.advance();
            if self.word_at(0) != Some("procedure") {
                self.unexpected("`procedure`");
                return None;
            }
        }
        self.advance();
        let name = self.name("the name of the procedure")?;
        self.expect(&TokenKind::LeftParen, "`(`")?;
        let mut parameters = Vec::new();
        while !self.accept(&TokenKind::RightParen) {
            let parameter = self.name("the name of a parameter")?;
            self.expect(&TokenKind::Colon, "`:` and the type of the parameter")?;
            parameters.push((parameter, self.type_ref()?));
            if !self.accept(&TokenKind::Comma) {
                self.expect(&TokenKind::RightParen, "`,` or `)`")?;
                break;
            }
        }
        self.expect(&TokenKind::Colon, "`:` and the type of the result")?;
        let result = self.type_ref()?;
        while self.is(&TokenKind::At) {
            self.attribute()?;
        }
        Some(Procedure { name, parameters, result })
    }

    fn transport(&mut self) -> Option<Transport> {
        let keyword = self.span();
        self.advance();
        let word = self.name("`rest` or `rpc`")?;
        Some(Transport { keyword, word })
    }

    fn opaque(&mut self) -> Option<Opaque> {
        let keyword = self.name("a keyword")?;
        let name =
            if keyword.text == "extension" { Some(self.name("the name of the extension")?) } else { None };
        self.expect(&TokenKind::LeftBrace, "`{`")?;
        let opened = name.as_ref().unwrap_or(&keyword).clone();
        let mut depth = 0_usize;
        let mut after_brace = true;
        loop {
            // Its lines may begin with any word.
            if depth == 0 && matches!(self.kind(), TokenKind::RightBrace | TokenKind::End) {
                self.block_ends(&opened);
                break;
            }
            match self.kind() {
                TokenKind::LeftBrace => depth += 1,
                TokenKind::RightBrace => depth = depth.saturating_sub(1),
                TokenKind::End => {
                    self.block_ends(&opened);
                    break;
                }
                _ => {}
            }
            if self.token().starts_line() || after_brace {
                self.mark_start();
            }
            after_brace = matches!(self.kind(), TokenKind::LeftBrace | TokenKind::RightBrace);
            self.take_docs();
            self.advance();
        }
        Some(Opaque { keyword, name })
    }
}
