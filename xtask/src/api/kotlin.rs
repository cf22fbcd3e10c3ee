//! The signatures of a Kotlin source: reads its declarations, feeds the snapshot.

use super::declaration::{Declaration, bracketed, declarations};
use super::token::{Kind, Token, line, tokens};

const KEYWORDS: &[&str] = &["class", "interface", "object", "fun", "val", "var", "typealias", "constructor"];
const TYPES: &[&str] = &["class", "interface", "object"];
/// Modifiers of what an app does not see; a type shows what it overrides by the name of its interface.
const UNSEEN: &[&str] = &["private", "internal", "protected", "override"];
/// How the names of uniffi's machinery begin, and end, beside what it hides from the documentation.
const MACHINERY: &[&str] = &["Ffi", "Uniffi", "uniffi", "RustBuffer", "ForeignBytes", "Disposable"];
const HANDLER: &str = "ErrorHandler";
/// The interface of uniffi that every object has beside its own.
const DISPOSABLE: &str = "Disposable, ";

/// Gives what an app can use of a Kotlin source, one declaration a line, members indented.
pub(super) fn kotlin_signatures(source: &str) -> String {
    let tokens = tokens(source);
    let mut text = String::new();
    show(&tokens, "", &mut text);
    text.replace('`', "")
}

fn show(tokens: &[Token<'_>], indent: &str, text: &mut String) {
    for declaration in declarations(tokens).iter().filter(|declaration| !declaration.hidden) {
        let Some((modifiers, keyword, rest)) = declaration.parts(KEYWORDS) else { continue };
        let name = name(rest);
        let machinery = name.ends_with(HANDLER) || MACHINERY.iter().any(|start| name.starts_with(start));
        if machinery || modifiers.iter().any(|word| word.any(UNSEEN)) {
            continue;
        }
        let mut members = String::new();
        if keyword.any(TYPES) {
            let indent = format!("{indent}  ");
            if modifiers.iter().any(|word| word.is("enum")) {
                entries(declaration, &indent, &mut members);
            }
            show(declaration.body, &indent, &mut members);
        }
        // Every generated type has a companion; only one that can do something is worth a line.
        if members.is_empty() && modifiers.iter().any(|word| word.is("companion")) {
            continue;
        }
        *text += &signature(declaration, keyword, indent);
        *text += &members;
    }
}

/// Gives the declared name: the last word before the parameters or the type, after type parameters and receiver.
fn name<'s>(rest: &[Token<'s>]) -> &'s str {
    let mut angles = 0;
    let mut name = "";
    for token in rest {
        match token.text {
            "<" => angles += 1,
            ">" => angles -= 1,
            "(" | ":" => break,
            text if token.kind == Kind::Word && angles == 0 => name = text,
            _ => {}
        }
    }
    name.trim_matches('`')
}

/// Gives the line of a declaration; the properties in the head of a class that is no case have a line each.
fn signature(declaration: &Declaration<'_, '_>, keyword: &Token<'_>, indent: &str) -> String {
    let header = declaration.header;
    let accessor = header
        .windows(2)
        .position(|pair| keyword.any(&["val", "var"]) && pair[0].any(&["get", "set"]) && pair[1].is("("));
    let mut shown = line(&header[..accessor.unwrap_or(header.len())]);
    if keyword.is("typealias") {
        return format!("{indent}{shown} = {}\n", line(declaration.value));
    }
    if keyword.is("class") {
        let open = header.iter().position(|token| token.is("(")).unwrap_or(header.len());
        let close = open + bracketed(&header[open..]);
        let properties: Vec<_> = header.get(open + 1..close - 1).map(parameters).unwrap_or_default();
        let declares = |property: &String| property.starts_with("val ") || property.starts_with("var ");
        if indent.is_empty() && properties.first().is_some_and(declares) {
            let lines: String = properties.iter().map(|property| format!("  {property},\n")).collect();
            let after = line(&header[close..]);
            return format!(
                "{}(\n{lines}){}{after}\n",
                line(&header[..open]),
                if after.is_empty() { "" } else { " " }
            );
        }
        shown = shown.replace(DISPOSABLE, "");
    }
    format!("{indent}{shown}\n")
}

/// Splits at the commas that stand in no bracket.
fn parameters(tokens: &[Token<'_>]) -> Vec<String> {
    let mut depth = 0;
    let parts = tokens.split(|token| {
        depth += token.depth() + i32::from(token.is("<")) - i32::from(token.is(">"));
        depth == 0 && token.is(",")
    });
    parts.map(line).filter(|part| !part.is_empty()).collect()
}

/// Shows the names of an enum, which stand before its members and have no keyword.
fn entries(declaration: &Declaration<'_, '_>, indent: &str, text: &mut String) {
    if let Some(names) =
        declarations(declaration.body).first().filter(|first| first.parts(KEYWORDS).is_none())
    {
        for name in parameters(names.header) {
            *text += &format!("{indent}{name}\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_class_shows_a_property_a_line() {
        let source = "
            package dev.larder
            import com.sun.jna.ptr.*
            /** The `{` of a comment counts for nothing. */
            data class PageInput (
                /** How many. */
                val `limit`: kotlin.Long? = null 
                , 
                val `names`: Map<kotlin.String, kotlin.Long>
                
            ){
                


                companion object
            }
            /**
             * @suppress
             */
            public object FfiConverterTypePageInput: FfiConverterRustBuffer<PageInput> {
                override fun read(buf: ByteBuffer): PageInput { return PageInput() }
            }
            public fun uniffiEnsureInitialized() {}
            @Structure.FieldOrder(\"len\", \"data\")
            internal open class ForeignBytes : Structure() { fun x() {} }
            interface Disposable { fun destroy() }
            public typealias Decimal = java.math.BigDecimal
            object StoreExceptionExternalErrorHandler : UniffiRustCallStatusErrorHandler<StoreException> {
            }
            public typealias FfiConverterTypeJson = FfiConverterString
            class InternalException(message: String) : kotlin.Exception(message)
                /** Nothing. */ fun `emptyCall`()
                = 
                uniffiRustCall() { _status ->
                UniffiLib.empty(_status)
            }
            public suspend fun <T> Database.background(work: (Database) -> T): T =
                withContext { work(this) }
            private class ClosureBody<T>(private val body: () -> T) : TransactionBody {
                override fun run() {}
            }";

        assert_eq!(
            kotlin_signatures(source),
            "data class PageInput(\
             \n  val limit: kotlin.Long? = null,\
             \n  val names: Map<kotlin.String, kotlin.Long>,\
             \n)\
             \npublic typealias Decimal = java.math.BigDecimal\
             \nclass InternalException(message: String) : kotlin.Exception(message)\
             \nfun emptyCall()\
             \npublic suspend fun <T> Database.background(work: (Database) -> T): T\n"
        );
    }

    #[test]
    fn an_enum_and_a_sealed_class_show_their_cases() {
        let source = "
            enum class Durability {
                /** Never consistency. */
                NORMAL,
                FULL;

                companion object
            }
            sealed class BoolChange {
                data class Set(
                    val v1: kotlin.Boolean) : BoolChange()

                {


                    companion object
                }
                object Clear : BoolChange()


                companion object
            }
            sealed class StoreException: kotlin.Exception() {
                class NotFound(

                    /** The model. */
                    val `model`: kotlin.String, 
                    val `rule`: kotlin.String
                    ) : StoreException() {
                    override val message
                        get() = \"model=${ `model` }\"
                }
                companion object ErrorHandler : UniffiRustCallStatusErrorHandler<StoreException> {
                    override fun lift(error_buf: RustBuffer.ByValue): StoreException = lift(error_buf)
                }
            }";

        assert_eq!(
            kotlin_signatures(source),
            "enum class Durability\
             \n  NORMAL\
             \n  FULL\
             \nsealed class BoolChange\
             \n  data class Set(val v1: kotlin.Boolean) : BoolChange()\
             \n  object Clear : BoolChange()\
             \nsealed class StoreException: kotlin.Exception()\
             \n  class NotFound(val model: kotlin.String, val rule: kotlin.String) : StoreException()\n"
        );
    }

    #[test]
    fn an_object_shows_its_interface_and_its_constructors() {
        let source = "
            public interface DatabaseInterface {
                fun `notes`(): NoteStore
                fun `count`(`where`: NoteWhere? = null): kotlin.Long
                companion object
            }
            open class Database: Disposable, AutoCloseable, DatabaseInterface
            {
                @Suppress(\"UNUSED_PARAMETER\")
                /**
                 * @suppress
                 */
                constructor(withHandle: UniffiWithHandle, handle: Long) {
                    this.handle = handle
                }
                protected val handle: Long
                val uniffiIsDestroyed: Boolean get() = wasDestroyed.get()
                /** Gives the verbs. */override fun `notes`(): NoteStore {
                    return lift()
                }
                @Throws(StoreException::class)override fun `count`(`where`: NoteWhere?): kotlin.Long
                    = 
                callWithHandle {
                }
                companion object {
                @Throws(StoreException::class) fun `open`(`path`: kotlin.String, `options`: Options? = null): Database {
                    return lift()
                }
                }
            }";

        assert_eq!(
            kotlin_signatures(source),
            "public interface DatabaseInterface\
             \n  fun notes(): NoteStore\
             \n  fun count(where: NoteWhere? = null): kotlin.Long\
             \nopen class Database: AutoCloseable, DatabaseInterface\
             \n  companion object\
             \n    fun open(path: kotlin.String, options: Options? = null): Database\n"
        );
    }
}
