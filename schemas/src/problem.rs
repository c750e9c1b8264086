//! The closed list of problems a program answers with (RFC 9457, PROTOCOL §8.6): code, status, words, and what
//! the agent does next.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::text::Text;

/// What the sender of a request does on a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send the same bytes again after a while.
    Retry,
    /// Stop and show a person.
    Stop,
    /// Take the head the answer names, if its content is the same; else show a person.
    Adopt,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $next:ident, $zh:literal, $en:literal;)*) => {
        /// A problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Problem {
            $($(#[$doc])* $name,)*
        }

        impl Problem {
            /// Every problem.
            pub const ALL: &[Problem] = &[$(Self::$name),*];

            /// Its code; `urn:tongbao:problem:` stands before it on the wire.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// What the sender does.
            pub fn next(self) -> Next {
                match self { $(Self::$name => Next::$next),* }
            }

            /// What happened, for a person.
            pub fn title(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en)),* }
            }
        }
    };
}

problems! {
    /// The request cannot be read.
    Malformed = "malformed", 400, Stop, "请求无法识读", "The request cannot be read";
    /// The bytes are not those announced.
    DigestMismatch = "digest-mismatch", 400, Retry, "内容与摘要不符", "The bytes do not match their digest";
    /// No one is signed in.
    SignInRequired = "sign-in-required", 401, Stop, "请先登录", "Sign in first";
    /// Name or password is wrong.
    SignInFailed = "sign-in-failed", 401, Stop, "用户名或口令不正确", "The user name or the password is wrong";
    /// The signature does not verify.
    BadSignature = "bad-signature", 401, Stop, "签名验证不通过", "The signature does not verify";
    /// The signing key is not known here.
    UnknownKey = "unknown-key", 401, Stop, "签名密钥未登记", "The signing key is not known here";
    /// The time of a signed request is too far from the aggregator's.
    ClockSkew = "clock-skew", 401, Retry, "本机时间与平台相差过大", "This machine's clock is too far from the city's";
    /// The key may not speak for this bureau.
    OutOfScope = "out-of-scope", 403, Stop, "该节点无权为此单位报送", "This node may not file for that bureau";
    /// The key was revoked.
    KeyRevoked = "key-revoked", 403, Stop, "签名密钥已吊销", "The signing key has been revoked";
    /// The key waits for approval.
    KeyPending = "key-pending", 403, Retry, "节点密钥待市局核准", "The node's key waits for the city's approval";
    /// The campaign asks for a leader's signature, and there is none.
    OfficerSignatureMissing = "officer-signature-missing", 403, Stop, "缺少单位负责人会签", "The leader's countersignature is missing";
    /// The form or page token is missing or stale.
    StaleForm = "stale-form", 403, Stop, "页面已过期，请刷新后重试", "The page is stale; load it again";
    /// The role may not do this.
    Forbidden = "forbidden", 403, Stop, "没有权限", "Not permitted";
    /// There is nothing at that address, or nothing for this reader.
    NotFound = "not-found", 404, Stop, "没有找到", "Not found";
    /// Another method is meant.
    MethodNotAllowed = "method-not-allowed", 405, Stop, "不支持该操作", "Not a method of this address";
    /// The body was cut off or came too slowly.
    Incomplete = "incomplete", 408, Retry, "请求未能完整送达", "The request did not arrive whole in time";
    /// Another revision is the head.
    RevisionConflict = "revision-conflict", 409, Adopt, "该期已有另一版本", "Another revision is in force";
    /// The token was used with another key.
    TokenUsed = "token-used", 409, Stop, "入网码已被使用", "The enrolment token has been used";
    /// The bytes do not continue where the upload stands.
    UploadOffset = "upload-offset", 409, Retry, "续传位置不符", "The upload does not continue where it stands";
    /// Two things the log has signed cannot belong to one history.
    LogForked = "log-forked", 409, Stop, "日志出现两种历史", "The log shows two histories";
    /// The leaf was lost with a log that ended.
    LeafLost = "leaf-lost", 410, Stop, "原日志已续立，此件须重新报送", "The log went on without this; file it again";
    /// The period is closed.
    PeriodClosed = "period-closed", 410, Stop, "该期已关闭报送", "The period is closed";
    /// The period has not begun or is not asked for.
    PeriodNotOpen = "period-not-open", 422, Stop, "该期未开放报送", "The period is not open for filing";
    /// Larger than allowed.
    TooLarge = "too-large", 413, Stop, "超过大小限制", "Larger than allowed";
    /// The media type is not accepted.
    MediaType = "media-type", 415, Stop, "不支持的内容类型", "The media type is not accepted";
    /// The form or its version is not known here.
    SchemaUnsupported = "schema-unsupported", 415, Stop, "不支持该表式或版本", "The form or its version is not known here";
    /// The statement's lines cannot stand.
    StatementInvalid = "statement-invalid", 422, Stop, "报送声明不成立", "The statement cannot stand";
    /// The content is not what was signed.
    ContentMismatch = "content-mismatch", 422, Stop, "内容与报送声明不符", "The content is not what the statement signed";
    /// A nil return while cases are open.
    NilWithOpenCases = "nil-with-open-cases", 422, Stop, "上期尚有未结案件，不能零报告", "Cases are open; a nil return cannot stand";
    /// Something in the input is wrong.
    Invalid = "invalid", 422, Stop, "填写内容有误", "Something in the input is wrong";
    /// The rows come before their turn.
    TooEarly = "too-early", 425, Retry, "尚未轮到上传", "It is not this upload's turn yet";
    /// Too many requests from this node or address.
    NodeRate = "node-rate", 429, Retry, "请求过于频繁", "Too many requests";
    /// Something failed inside; the log has it under the incident number.
    Internal = "internal", 500, Retry, "系统内部错误", "Something failed inside";
    /// No capacity just now.
    Busy = "busy", 503, Retry, "系统繁忙", "Busy";
    /// The log is being made whole after a restore; nothing is taken meanwhile.
    LogRecovering = "log-recovering", 503, Retry, "平台正在恢复，暂不收件", "The log is being recovered; nothing is taken for now";
    /// The disk is nearly full.
    DiskLow = "disk-low", 503, Retry, "平台存储空间不足，暂缓收件", "The city's disk is nearly full; nothing is taken for now";
    /// The disk is full.
    Storage = "storage", 507, Retry, "存储空间不足", "No space left";
}

/// What is before the code on the wire.
pub const URN: &str = "urn:tongbao:problem:";

impl Problem {
    /// The problem of a code, with or without the URN.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.strip_prefix(URN).unwrap_or(code);
        Self::ALL.iter().copied().find(|problem| problem.code() == code)
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        let codes = Self::ALL.iter().map(|problem| format!("{URN}{}", problem.code()));
        let list = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes));
        list.description(Some("Which problem: the closed list.")).into()
    }
}

impl ToSchema for Problem {}

/// The body of an `application/problem+json` answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// URN and code.
    #[serde(rename = "type")]
    #[schema(value_type = Problem)]
    pub kind: String,
    /// What happened, in the reader's language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// To what it happened and what to do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<String>,
    /// Number under which the log has the cause.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub incident: Option<String>,
    /// Whether sending the same again can help.
    pub retryable: bool,
    /// The head in force, on a conflict.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub head: Option<crate::wire::Head>,
    /// The signed greeting with the city's time, on a clock that is off.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hello: Option<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_one_each_and_read_back() {
        let codes: BTreeSet<&str> = Problem::ALL.iter().map(|problem| problem.code()).collect();
        assert_eq!(codes.len(), Problem::ALL.len());
        for problem in Problem::ALL {
            assert_eq!(Problem::from_code(&format!("{URN}{}", problem.code())), Some(*problem));
            assert!((400..600).contains(&problem.status()));
            assert!(!problem.title().zh.is_empty() && !problem.title().en.is_empty());
        }
        assert_eq!(Problem::from_code("nonsense"), None);
    }
}
