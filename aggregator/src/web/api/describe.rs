//! The words an address of the API is described with, written beside its handler.

use schemas::{problem::Problem, text::Text};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::document::add_schemas;

/// What is said of an address besides its method, path and who may call.
pub struct Words {
    pub(super) summary: Text,
    pub(super) parameters: Vec<Parameter>,
    /// Media type and words of the request body.
    pub(super) body: Option<(&'static str, Text)>,
    pub(super) answers: Vec<(u16, Response)>,
    pub(super) problems: Vec<Problem>,
    /// Schemas by name.
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
}

impl Words {
    /// What the address is for.
    pub fn of(summary: Text) -> Self {
        Self {
            summary,
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            problems: Vec::new(),
            schemas: Vec::new(),
        }
    }

    /// A field of the query that may be left out.
    pub fn query<T: PartialSchema>(self, name: &str, said: Text) -> Self {
        self.parameter::<T>(name, ParameterIn::Query, Required::False, said)
    }

    /// A header that must be there.
    pub fn header(self, name: &str, said: Text) -> Self {
        self.parameter::<String>(name, ParameterIn::Header, Required::True, said)
    }

    fn parameter<T: PartialSchema>(
        mut self,
        name: &str,
        at: ParameterIn,
        required: Required,
        said: Text,
    ) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(at)
            .required(required)
            .description(Some(both(&said)))
            .schema(Some(T::schema()));
        self.parameters.push(parameter.build());
        self
    }

    /// The body of a request.
    pub fn body(self, content_type: &'static str, said: Text) -> Self {
        Self { body: Some((content_type, said)), ..self }
    }

    /// A JSON answer.
    pub fn json<T: ToSchema>(mut self, status: u16, said: Text) -> Self {
        add_schemas::<T>(&mut self.schemas);
        let answer =
            ResponseBuilder::new().description(both(&said)).content("application/json", json_of::<T>());
        self.answers.push((status, answer.build()));
        self
    }

    /// An answer that is a text of some kind.
    pub fn text(mut self, status: u16, content_type: &str, said: Text) -> Self {
        let content = Content::new(Some(String::schema()));
        let answer = ResponseBuilder::new().description(both(&said)).content(content_type, content);
        self.answers.push((status, answer.build()));
        self
    }

    /// An answer without a body.
    pub fn nothing(mut self, status: u16, said: Text) -> Self {
        self.answers.push((status, ResponseBuilder::new().description(both(&said)).build()));
        self
    }

    /// Problems beyond those every address of its kind has.
    pub fn problems(mut self, problems: &[Problem]) -> Self {
        self.problems.extend(problems);
        self
    }
}

/// Both languages on one line: the document has no reader's language.
pub(super) fn both(text: &Text) -> String {
    format!("{} {}", text.zh, text.en)
}

/// JSON of a type that stands among the components.
pub(super) fn json_of<T: ToSchema>() -> Content {
    Content::new(Some(RefOr::<Schema>::Ref(Ref::from_schema_name(T::name()))))
}
