//! The OpenAPI document, built from the table of addresses: no address of the API goes undescribed, and none is
//! described that does not exist. Schemas come from the very types that are answered.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::Method};
use schemas::{
    bureau::BureauCode,
    hash::Sha,
    period::Period,
    problem::{Problem, ProblemBody},
    text::Text,
};
use utoipa::{
    PartialSchema,
    openapi::{
        Components, ComponentsBuilder, HttpMethod, Info, OpenApi, OpenApiBuilder, Paths, PathsBuilder, RefOr,
        Required, Response, ResponseBuilder, Schema,
        path::{OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use super::describe::{Words, both, json_of};
use crate::{
    error::AppError,
    web::{
        guard,
        routes::{Access, Entry, ROUTES, Scope},
    },
};

/// Media type of a problem.
const PROBLEM_TYPE: &str = "application/problem+json";

/// `GET /api/v1/openapi.json`.
pub async fn get() -> Result<HttpResponse, AppError> {
    Ok(HttpResponse::Ok().json(document()))
}

/// What the document says of itself.
pub fn words() -> Words {
    Words::of(Text::new("本接口说明，OpenAPI 3.1。", "This description, OpenAPI 3.1.")).text(
        200,
        "application/json",
        Text::new("接口说明", "The document"),
    )
}

/// The document.
pub fn document() -> OpenApi {
    let mut components = Components::new();
    add_schemas::<ProblemBody>(&mut components.schemas);
    let mut paths = PathsBuilder::new();
    for entry in ROUTES {
        let Some(words) = entry.words else { continue };
        let words = words();
        components.schemas.extend(words.schemas.iter().cloned());
        let Some(method) = method(entry.method) else { continue };
        paths =
            paths.path(shown(entry.path), utoipa::openapi::PathItem::new(method, operation(entry, words)));
    }
    let paths: Paths = paths.into();
    let mut info = Info::new("Tongbao 通报", env!("CARGO_PKG_VERSION"));
    info.description = Some(both(&Text::new(
        "节点报送台账、程序读取位次与任务的接口。时间为 UTC，报告期与日期按 +08:00；金额单位为分。",
        "What nodes file through and programs read. Times are UTC, periods and days are those at +08:00; money is in fen.",
    )));
    let secured: ComponentsBuilder = components.into();
    let secured = secured
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(guard::COOKIE))))
        .security_scheme(
            "monitor",
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        );
    OpenApiBuilder::new().info(info).paths(paths).components(Some(secured.build())).build()
}

/// A path as the document writes it: a segment that takes several is a plain name there.
fn shown(path: &str) -> String {
    path.replace(":.*", "")
}

/// Adds a type and every type it speaks of.
pub(super) fn add_schemas<T: utoipa::ToSchema>(to: &mut impl Extend<(String, RefOr<Schema>)>) {
    let mut found = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut found);
    to.extend(found);
}

fn method(method: &Method) -> Option<HttpMethod> {
    match method.as_str() {
        "GET" => Some(HttpMethod::Get),
        "HEAD" => Some(HttpMethod::Head),
        "PUT" => Some(HttpMethod::Put),
        "POST" => Some(HttpMethod::Post),
        "PATCH" => Some(HttpMethod::Patch),
        _ => None,
    }
}

fn operation(entry: &Entry, words: Words) -> OperationBuilder {
    let tag = entry.path.trim_start_matches("/api/v1/").trim_start_matches("/.well-known/");
    let tag = tag.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default();
    let described = [Some(both(&who(entry.access))), whose(entry.scope).as_ref().map(both)];
    let described = described.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    // The words of the address: every operation has its own.
    let path = shown(entry.path);
    let words_of_path = path.trim_start_matches("/api/v1/").trim_start_matches("/.well-known/");
    let named: Vec<&str> =
        words_of_path.split(['/', '.']).filter(|part| !part.is_empty() && !part.starts_with('{')).collect();
    let mut operation = OperationBuilder::new()
        .tag(tag)
        .summary(Some(both(&words.summary)))
        .description(Some(described))
        .operation_id(Some(format!("{}-{}", entry.method.as_str().to_lowercase(), named.join("-"))))
        .securities(Some(security(entry.access)));
    for parameter in
        shown(entry.path).split('{').skip(1).filter_map(|part| part.split('}').next()).map(in_path)
    {
        operation = operation.parameter(parameter);
    }
    for parameter in words.parameters {
        operation = operation.parameter(parameter);
    }
    let has_body = words.body.is_some();
    if let Some((content_type, said)) = words.body {
        let content = utoipa::openapi::Content::new(Some(String::schema()));
        let body = RequestBodyBuilder::new()
            .description(Some(both(&said)))
            .required(Some(Required::True))
            .content(content_type, content);
        operation = operation.request_body(Some(body.build()));
    }
    for (status, answer) in words.answers {
        operation = operation.response(status.to_string(), answer);
    }
    let mut problems = words.problems;
    problems.extend(common(entry, has_body));
    for (status, response) in refusals(problems) {
        operation = operation.response(status.to_string(), response);
    }
    operation
}

/// Who may call, in words.
fn who(access: Access) -> Text {
    match access {
        Access::Anyone => Text::new("任何人可用。", "Anybody may call."),
        Access::Node => Text::new(
            "由节点调用：正文由节点密钥签名，或请求按 RFC 9421 签名（标签 tongbao）。",
            "For nodes: the body is signed with a node's key, or the request is, by RFC 9421 with the label tongbao.",
        ),
        Access::Reporter => Text::new("登录后可用。", "For anybody signed in."),
        Access::SignedIn => Text::new("登录后可用，部门账号除外。", "For anybody signed in but departments."),
        Access::Department => Text::new("部门账号可用。", "For accounts of departments."),
        Access::Staff => Text::new("市局账号可用。", "For accounts of the city."),
        Access::Leader => Text::new("市局领导账号可用。", "For leaders of the city."),
        Access::Monitor => Text::new("凭监控口令可用。", "For whoever holds the monitoring token."),
    }
}

/// Whose rows, in words.
fn whose(scope: Scope) -> Option<Text> {
    match scope {
        Scope::None => None,
        Scope::Own => Some(Text::new(
            "只含本单位及下级；其他单位一律 404。",
            "Holds the caller's own bureau and what is under it; anything else is 404.",
        )),
        Scope::Campaign => Some(Text::new("含本次行动的全部单位。", "Holds every bureau of the campaign.")),
        Scope::Issued => Some(Text::new(
            "只含已印发的；业务科另见待签发的。",
            "Only what was issued to everyone; the staff sees what waits for it too.",
        )),
    }
}

fn security(access: Access) -> Vec<SecurityRequirement> {
    let by = |name: &str| vec![SecurityRequirement::new::<_, _, String>(name, [])];
    match access {
        Access::Anyone | Access::Node => Vec::new(),
        Access::Reporter | Access::SignedIn | Access::Department | Access::Staff | Access::Leader => {
            by("session")
        }
        Access::Monitor => by("monitor"),
    }
}

/// A segment of a path.
fn in_path(name: &str) -> Parameter {
    let (schema, said) = match name {
        "bureau" => (BureauCode::schema(), Text::new("单位代码", "Code of the bureau")),
        "form" => (String::schema(), Text::new("表式代码，如 L3", "Code of the form, such as L3")),
        "period" => (Period::schema(), Text::new("报告期，如 2025Q3", "Period, such as 2025Q3")),
        "id" => (Sha::schema(), Text::new("报送声明的摘要", "Hash of the statement")),
        "tile" => {
            (String::schema(), Text::new("如 0/000 或 entries/000.p/7", "Such as 0/000 or entries/000.p/7"))
        }
        "sha256" => (Sha::schema(), Text::new("内容的摘要", "Hash of the content")),
        _ => (String::schema(), Text::new("名称", "Name")),
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(both(&said)))
        .schema(Some(schema))
        .build()
}

/// What any address of its kind can answer with.
fn common(entry: &Entry, has_body: bool) -> Vec<Problem> {
    let mut problems = vec![Problem::Internal, Problem::Busy];
    match entry.access {
        Access::Anyone => {}
        Access::Node => problems.extend([
            Problem::BadSignature,
            Problem::UnknownKey,
            Problem::ClockSkew,
            Problem::KeyPending,
            Problem::KeyRevoked,
            Problem::NodeRate,
        ]),
        Access::Reporter | Access::Monitor => problems.push(Problem::SignInRequired),
        Access::SignedIn | Access::Department | Access::Staff | Access::Leader => {
            problems.extend([Problem::SignInRequired, Problem::Forbidden]);
        }
    }
    if entry.path.contains('{') {
        problems.push(Problem::NotFound);
    }
    if entry.changes() {
        problems.push(Problem::LogRecovering);
    }
    if has_body {
        problems.extend([Problem::Malformed, Problem::Incomplete, Problem::TooLarge, Problem::Storage]);
    }
    problems
}

/// One answer a status, with the codes that share it.
fn refusals(problems: Vec<Problem>) -> BTreeMap<u16, Response> {
    let mut by_status: BTreeMap<u16, Vec<Problem>> = BTreeMap::new();
    for problem in problems {
        let of_status = by_status.entry(problem.status()).or_default();
        if !of_status.contains(&problem) {
            of_status.push(problem);
        }
    }
    let response = |problems: Vec<Problem>| {
        let said: Vec<String> = problems
            .iter()
            .map(|problem| format!("`{}` {}", problem.code(), both(&problem.title())))
            .collect();
        ResponseBuilder::new()
            .description(said.join("; "))
            .content(PROBLEM_TYPE, json_of::<ProblemBody>())
            .build()
    };
    by_status.into_iter().map(|(status, problems)| (status, response(problems))).collect()
}
