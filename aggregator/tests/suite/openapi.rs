//! The description of the API: as many addresses as there are, every reference resolves, and what a journey is answered
//! is what it says.

use std::collections::{BTreeMap, BTreeSet};

use aggregator::{
    intake::enrolment,
    store,
    web::{api::document::document, routes::ROUTES},
};
use schemas::{
    note::SignKey,
    wire::{self, Enrolment, Token, node_name},
};
use serde_json::Value;

use crate::{
    asked::{Answer, ask},
    city::City,
    filing::ledger,
    signing::{self, Headers, part, question},
};

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

/// Every operation: method and path.
fn operations(document: &Value) -> BTreeMap<(String, String), Value> {
    let paths = document["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let item = item.as_object().unwrap().clone();
        item.into_iter()
            .map(|(method, operation)| ((method.to_uppercase(), path.clone()), operation))
            .collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

#[test]
fn the_document_has_the_addresses_of_the_table_and_no_others() {
    let document = described();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    let told: BTreeSet<(String, String)> = operations(&document).into_keys().collect();
    let of_api = ROUTES.iter().filter(|entry| entry.words.is_some());
    let table: BTreeSet<(String, String)> =
        of_api.map(|entry| (entry.method.to_string(), entry.path.replace(":.*", ""))).collect();
    assert_eq!(told, table);
    for entry in ROUTES {
        let for_programs = ["/api/", "/.well-known/", "/healthz", "/metrics"];
        let for_programs = for_programs.iter().any(|prefix| entry.path.starts_with(prefix));
        assert_eq!(entry.words.is_some(), for_programs, "{}", entry.path);
    }
    let ids: Vec<Value> =
        operations(&document).values().map(|operation| operation["operationId"].clone()).collect();
    let distinct: BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), ids.len(), "an identifier stands for one operation");
}

#[test]
fn every_reference_resolves_and_every_parameter_of_a_path_is_described() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(to) = fields.get("$ref").and_then(Value::as_str) {
                    found.insert(to.to_owned());
                }
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = described();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 10, "{found:?}");
    for reference in found {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
    for ((method, path), operation) in operations(&document) {
        assert!(operation["summary"].as_str().is_some_and(|said| said.len() > 10), "{method} {path}");
        let none = Vec::new();
        let parameters = operation["parameters"].as_array().unwrap_or(&none);
        let told: BTreeSet<&str> = parameters
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        let named = path.split('{').skip(1).map(|part| part.split('}').next().unwrap()).collect();
        assert_eq!(told, named, "{method} {path}");
        let codes = operation["responses"].as_object().unwrap();
        assert!(
            codes.keys().any(|code| code.starts_with('2')) && codes.contains_key("500"),
            "{method} {path}"
        );
    }
    let kinds = document["components"]["schemas"]["Problem"]["enum"].as_array().unwrap();
    assert_eq!(kinds.len(), schemas::problem::Problem::ALL.len());
}

/// Whether a value has everything its schema requires, nothing it does not know, and the right kinds.
fn misfit(document: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return misfit(document, document.pointer(&reference[1..]).unwrap(), value, at);
    }
    for several in ["oneOf", "anyOf"] {
        if let Some(options) = schema[several].as_array() {
            let faults: Vec<Option<String>> =
                options.iter().map(|option| misfit(document, option, value, at)).collect();
            return faults.iter().all(Option::is_some).then(|| format!("{at}: none of {faults:?}"));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return Some(format!("{at}: the schema says no type: {schema}")),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let whole = kind == "integer" && kinds.contains(&"number");
    if !whole && !kinds.contains(&kind) {
        return Some(format!("{at}: {value} is not {kinds:?}"));
    }
    if let Some(listed) = schema["enum"].as_array() {
        return (!listed.contains(value)).then(|| format!("{at}: {value} is not of {listed:?}"));
    }
    match value {
        Value::Object(fields) => {
            let none = Vec::new();
            let required = schema["required"].as_array().unwrap_or(&none);
            if let Some(missing) = required.iter().find(|name| !fields.contains_key(name.as_str().unwrap())) {
                return Some(format!("{at}: {missing} is missing"));
            }
            fields.iter().find_map(|(name, value)| {
                let here = format!("{at}.{name}");
                match (&schema["properties"][name], &schema["additionalProperties"]) {
                    (Value::Null, Value::Null) => Some(format!("{here} is not described")),
                    (Value::Null, other) => misfit(document, other, value, &here),
                    (known, _) => misfit(document, known, value, &here),
                }
            })
        }
        Value::Array(items) if schema["prefixItems"].is_array() => items
            .iter()
            .zip(schema["prefixItems"].as_array().unwrap())
            .find_map(|(item, schema)| misfit(document, schema, item, &format!("{at}[]"))),
        Value::Array(items) => {
            items.iter().find_map(|item| misfit(document, &schema["items"], item, &format!("{at}[]")))
        }
        _ => None,
    }
}

/// Holds an answer to what the document says of its operation and status.
fn held(document: &Value, method: &str, path: &str, answer: &Answer) {
    let operation = &operations(document)[&(method.to_owned(), path.to_owned())];
    let said = &operation["responses"][answer.status.to_string()];
    assert!(!said.is_null(), "{method} {path}: {} is not described: {}", answer.status, answer.text());
    let Some(kind) = answer.header("content-type") else {
        assert!(said["content"].is_null() && answer.body.is_empty(), "{method} {path}: {said}");
        return;
    };
    let content = &said["content"][kind];
    assert!(!content.is_null(), "{method} {path}: {kind} is not described: {said}");
    if kind.contains("json") && path != "/api/v1/openapi.json" {
        assert_eq!(misfit(document, &content["schema"], &answer.json(), "$"), None, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_journey_is_answered_is_what_the_document_says() {
    let city = City::start().await;
    let served = ask("GET", &format!("{}/api/v1/openapi.json", city.address), &[], Vec::new()).await;
    let document = served.json();
    assert_eq!(document, described(), "what is served is what was built");
    let try_it = async |method: &str, path: &str, address: &str, headers: &[(&str, &[u8])], body: Vec<u8>| {
        let answer = ask(method, &format!("{}{address}", city.address), headers, body).await;
        held(&document, method, path, &answer);
        answer.status
    };

    // A node enrols: at once, waiting for a person, and with a token nobody made.
    for (approved, status) in [(true, 200), (false, 202)] {
        let token = enrolment::issue(&city.services, "519902".parse().unwrap(), approved).await.unwrap();
        let token = Token::parse(&token).unwrap();
        let seed = [u8::from(approved); 32];
        let point = *SignKey::from_seed("n", &seed).unwrap().verify_key().point();
        let key = SignKey::from_seed(&node_name(&point), &seed).unwrap();
        let log = city.services.log_key.name().to_owned();
        let mut request = Enrolment { log, token: token.id, secret: token.secret, key: key.verify_key() };
        let path = wire::ENROLMENTS;
        assert_eq!(try_it("POST", path, path, &[], request.sign(&key).into_bytes()).await, status);
        request.token = "unknown".into();
        assert_eq!(try_it("POST", path, path, &[], request.sign(&key).into_bytes()).await, 403);
    }

    let node = city.node("519901").await;
    node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
    let item = node.items().unwrap().remove(0);
    let (path, address) = ("/api/v1/statements/{id}", wire::statement_path(&item.id));
    let key = signing::key_of(&city, "519901");
    let signed = async |method: &str, path: &str, address: &str, headers: Headers, body: Vec<u8>| {
        let headers: Vec<(&str, &[u8])> =
            headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
        try_it(method, path, address, &headers, body).await
    };
    let ask = async |method: &str, path: &str, address: &str| {
        signed(method, path, address, question(&city, &key, method, address), Vec::new()).await
    };
    assert_eq!(ask("GET", path, &address).await, 404);
    assert_eq!(try_it("GET", path, &address, &[], Vec::new()).await, 401);
    assert_eq!(try_it("PUT", path, &address, &[], b"x".to_vec()).await, 400);
    assert_eq!(try_it("PUT", path, &address, &[], item.note.clone().into_bytes()).await, 201);
    assert_eq!(try_it("PUT", path, &address, &[], item.note.clone().into_bytes()).await, 200);
    assert_eq!(ask("GET", path, &address).await, 200);
    let content = "/api/v1/contents/{sha256}";
    let sha256 = item.statement.content.unwrap().sha256;
    assert_eq!(ask("HEAD", content, &wire::content_path(&sha256)).await, 204);
    let begun = part(&city, &key, &sha256, 0, false, b"");
    assert_eq!(signed("PATCH", content, &wire::content_path(&sha256), begun, Vec::new()).await, 204);
    node.push().await.unwrap();

    let packed = city
        .services
        .store
        .read(move |connection| store::content::packed(connection, &sha256))
        .await
        .unwrap()
        .unwrap();
    let address = wire::content_path(&sha256);
    let whole = part(&city, &key, &sha256, 0, true, &packed);
    assert_eq!(signed("PATCH", content, &address, whole, packed).await, 200);
    assert_eq!(try_it("PATCH", content, &address, &[], Vec::new()).await, 401);
    assert_eq!(ask("PATCH", content, &address).await, 409);
    let mut uncoded = part(&city, &key, &sha256, 0, true, b"");
    uncoded.retain(|(name, _)| *name != "content-encoding");
    assert_eq!(signed("PATCH", content, &address, uncoded, Vec::new()).await, 415);
    assert_eq!(ask("GET", "/api/v1/statements/{id}", &wire::statement_path(&item.id)).await, 200);

    let (staff, county) = (city.cookie("staff").await, city.cookie("donghu").await);
    let as_staff: &[(&str, &[u8])] = &[("Cookie", staff.as_bytes())];
    let as_county: &[(&str, &[u8])] = &[("Cookie", county.as_bytes())];
    for path in ["/api/v1/standings", "/api/v1/obligations", "/api/v1/proposals"] {
        assert_eq!(try_it("GET", path, &format!("{path}?period=2025Q3"), as_staff, Vec::new()).await, 200);
        assert_eq!(try_it("GET", path, path, &[], Vec::new()).await, 401);
        assert_eq!(try_it("GET", path, &format!("{path}?period=soon"), as_staff, Vec::new()).await, 400);
    }
    assert_eq!(try_it("GET", "/api/v1/standings", "/api/v1/standings", as_county, Vec::new()).await, 403);
    let path = "/api/v1/filings/{bureau}/{form}/{period}";
    assert_eq!(try_it("GET", path, "/api/v1/filings/519901/L3/2025Q3", as_staff, Vec::new()).await, 200);
    assert_eq!(try_it("GET", path, "/api/v1/filings/519902/L3/2025Q3", as_county, Vec::new()).await, 404);
    for path in ["/.well-known/tongbao", "/healthz", "/api/v1/openapi.json"] {
        assert_eq!(try_it("GET", path, path, &[], Vec::new()).await, 200);
    }
    let token = crate::metrics::token(&city);
    let bearer = format!("Bearer {token}");
    assert_eq!(
        try_it("GET", "/metrics", "/metrics", &[("Authorization", bearer.as_bytes())], Vec::new()).await,
        200
    );
    assert_eq!(try_it("GET", "/metrics", "/metrics", &[], Vec::new()).await, 401);
}
