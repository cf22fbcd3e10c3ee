//! The names of types in Swift, Kotlin and Python: what a schema exports is one flat list, together with what the
//! generated crate and Larder itself export.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use heck::ToUpperCamelCase;

use crate::check::attributes::is_type_name;
use crate::check::collisions::{
    Declared, FILE_NAMES, Kind, generated_names as names_generated_in_rust, report_fixed_name,
};
use crate::check::platforms::owners_of;
use crate::diagnostic::{Diagnostic, Sink};

/// What the generated crate exports once. An object has a protocol in Swift and Python and an interface in Kotlin.
const CRATE_NAMES: [&str; 7] = [
    "Database",
    "DatabaseInterface",
    "DatabaseProtocol",
    "DatabaseTransaction",
    "DatabaseTransactionInterface",
    "DatabaseTransactionProtocol",
    "TransactionBody",
];

/// What Larder exports itself, into the module of the app. Kotlin calls an error an exception.
const LARDER_NAMES: [&str; 66] = [
    "BackgroundJob",
    "BackgroundJobInterface",
    "BackgroundJobProtocol",
    "BatchErrorCode",
    "BatchSummary",
    "ColumnCondition",
    "ColumnOrder",
    "DatabaseCore",
    "DatabaseCoreInterface",
    "DatabaseCoreProtocol",
    "DatabaseHealth",
    "DatabaseOptions",
    "DateTime",
    "Decimal",
    "DeletedRows",
    "Durability",
    "EventBridge",
    "EventBridgeCounters",
    "EventBridgeInterface",
    "EventBridgeOptions",
    "EventBridgeProtocol",
    "EventHandler",
    "EventOverflow",
    "JobBody",
    "JobContext",
    "JobContextInterface",
    "JobContextProtocol",
    "JobObserver",
    "JobOptions",
    "JobOutcome",
    "JobProgress",
    "JobRun",
    "JobSignal",
    "JobStatus",
    "Json",
    "JsonCondition",
    "JsonValue",
    "LiveObserver",
    "LiveSubscription",
    "LiveSubscriptionInterface",
    "LiveSubscriptionProtocol",
    "LogLevel",
    "LogRecord",
    "LogSink",
    "LogSinkImpl",
    "NumberFilter",
    "PageInfo",
    "PageInput",
    "PageStart",
    "ParkedEvent",
    "QueryPlan",
    "Scalar",
    "SelectOptions",
    "ShutdownReport",
    "SnippetOptions",
    "SortOrder",
    "StoreError",
    "StoreException",
    "Telemetry",
    "TelemetryCounters",
    "TelemetryInterface",
    "TelemetryOptions",
    "TelemetryProtocol",
    "TextSearch",
    "Uuid",
    "Violation",
];

/// The scalars for which Larder exports a filter, a filter of an optional field and a change.
const SCALARS: [&str; 9] = ["Bool", "Bytes", "DateTime", "Decimal", "Float", "Int", "Json", "Text", "Uuid"];

/// A name that is exported.
#[derive(Clone)]
struct Exported<'a> {
    name: String,
    of: Of<'a>,
}

/// Where an [`Exported`] name comes from.
#[derive(Clone, Copy)]
enum Of<'a> {
    /// Something that every app has, as a message names it.
    Everyone(&'static str),
    /// The declaration has the name itself.
    Itself(&'a Declared<'a>),
    /// The name is generated for the declaration.
    Generated(&'a Declared<'a>),
}

pub(super) fn check(declared: &[Declared<'_>], sink: &mut Sink) {
    let mut taken = HashMap::new();
    let scalars = SCALARS.iter().flat_map(|scalar| value_names(scalar));
    let of_larder = LARDER_NAMES.map(str::to_owned).into_iter().chain(scalars);
    let of_crate = CRATE_NAMES.map(str::to_owned).into_iter();
    for (name, owner) in
        of_larder.map(|name| (name, "Larder")).chain(of_crate.map(|name| (name, "the generated crate")))
    {
        taken.insert(folded(&name), Exported { name, of: Of::Everyone(owner) });
    }
    // Another name for a declaration gives other names to all that is generated for it, so the rest can wait.
    let mut free = Vec::new();
    for one in declared {
        check_form(one, sink);
        let exported = Exported { name: one.foreign_name.to_owned(), of: Of::Itself(one) };
        // A platform may own what Larder has too; to say it once is enough.
        if let Some(message) = owners_of(one.foreign_name) {
            sink.push(Diagnostic::error("platform-name", one.span, message).help(proposal(one)));
        } else if let Some(first) = take(&exported, &mut taken) {
            report(&first, &exported, sink);
        } else {
            free.push(one);
        }
    }
    for one in free {
        let mut is_reported = false;
        for name in generated_names(one) {
            let exported = Exported { name, of: Of::Generated(one) };
            let Some(first) = take(&exported, &mut taken) else { continue };
            // Those that the author named are told one by one; of the others, one tells of all.
            let is_named = matches!(first.of, Of::Itself(_));
            if is_named || !is_reported {
                report(&first, &exported, sink);
            }
            is_reported |= !is_named;
        }
    }
}

/// The form in which names are compared. Their case is left out: uniffi puts names in upper case into the symbols
/// of the library, Kotlin makes a file of each class, and many file systems have no case.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn check_form(one: &Declared<'_>, sink: &mut Sink) {
    // What uniffi generates writes Rust's own by this name.
    report_fixed_name(one.kind, one.name, &["Vec"], one.span, sink);
    // What `@@foreign` gives was checked where it stands, and other letters where the word was read.
    if !one.is_renamed() && one.name.is_ascii() && !is_type_name(one.name) {
        let message = format!("`{}` is not a name of a type in Swift, Kotlin and Python", one.name);
        sink.push(Diagnostic::error("foreign-name", one.span, message).help(proposal(one)));
    }
}

/// Takes a name; the first that has it is given back when there is one.
fn take<'a>(exported: &Exported<'a>, taken: &mut HashMap<String, Exported<'a>>) -> Option<Exported<'a>> {
    match taken.entry(folded(&exported.name)) {
        Entry::Occupied(first) => Some(first.get().clone()),
        Entry::Vacant(free) => {
            free.insert(exported.clone());
            None
        }
    }
}

/// Whether the two are one name in Rust too, and were reported as such.
fn is_same_in_rust(first: &Exported<'_>, second: &Exported<'_>) -> bool {
    let is_of_rust = |exported: &Exported<'_>| match exported.of {
        Of::Everyone(_) => FILE_NAMES.contains(&exported.name.as_str()),
        Of::Itself(one) => !one.is_renamed(),
        Of::Generated(one) => {
            !one.is_renamed() && names_generated_in_rust(one.kind, one.name).contains(&exported.name)
        }
    };
    first.name == second.name && is_of_rust(first) && is_of_rust(second)
}

fn report(first: &Exported<'_>, second: &Exported<'_>, sink: &mut Sink) {
    if is_same_in_rust(first, second) {
        return;
    }
    let case = if first.name == second.name { "" } else { " but for its case" };
    let message = format!("{second} and {first} have the same name in Swift and Kotlin{case}");
    let collision = |at: &Declared<'_>| Diagnostic::error("collision", at.span, message).help(proposal(at));
    let found = match (first.of, second.of) {
        (_, Of::Everyone(_)) => return,
        (Of::Everyone(_), Of::Itself(one) | Of::Generated(one)) => collision(one),
        // The author chose the one name and may not know of the other.
        (Of::Itself(other), Of::Generated(one)) => {
            collision(other).related(one.span, "it is generated for this")
        }
        (Of::Itself(other) | Of::Generated(other), Of::Itself(one) | Of::Generated(one)) => {
            collision(one).related(other.span, "the first is here")
        }
    };
    sink.push(found);
}

impl fmt::Display for Exported<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.of {
            Of::Everyone(owner) => write!(f, "`{name}` of {owner}"),
            Of::Itself(one) if one.is_renamed() => write!(f, "the {} `{}` as `{name}`", one.kind, one.name),
            Of::Itself(one) => write!(f, "the {} `{name}`", one.kind),
            Of::Generated(one) => write!(f, "`{name}` of the {} `{}`", one.kind, one.name),
        }
    }
}

/// What is exported for a declaration besides itself.
fn generated_names(declared: &Declared<'_>) -> Vec<String> {
    const READ: [&str; 10] = [
        "Where",
        "Order",
        "Query",
        "Page",
        "KeysetPage",
        "Field",
        "Column",
        "Store",
        "StoreInterface",
        "StoreProtocol",
    ];
    let name = declared.foreign_name;
    let read = READ.iter().map(|suffix| format!("{name}{suffix}"));
    match declared.kind {
        Kind::Enum | Kind::Type => value_names(name).to_vec(),
        Kind::View => read.collect(),
        Kind::Model { composite } => {
            const WRITTEN: [&str; 9] = [
                "Conflict",
                "Match",
                "Batch",
                "BatchResult",
                "BatchUpdate",
                "Filter",
                "ListFilter",
                "Include",
                "With",
            ];
            let inputs = [format!("Create{name}Input"), format!("Update{name}Input")];
            let written = WRITTEN.iter().map(|suffix| format!("{name}{suffix}"));
            read.chain(inputs).chain(written).chain(composite.then(|| format!("{name}Key"))).collect()
        }
    }
}

/// What is exported for a type that a field can have.
fn value_names(name: &str) -> [String; 3] {
    [format!("{name}Filter"), format!("Optional{name}Filter"), format!("{name}Change")]
}

/// A name that stands in every language: the declaration's own in the right form, or `My` before it.
fn proposal(one: &Declared<'_>) -> String {
    let name = match one.foreign_name.to_upper_camel_case() {
        camel if !is_type_name(&camel) => format!("My{camel}"),
        _ if is_type_name(one.foreign_name) => format!("My{}", one.foreign_name),
        camel => camel,
    };
    format!("give it another name there: `@@foreign(\"{name}\")`")
}
