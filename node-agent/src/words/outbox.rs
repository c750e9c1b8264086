//! The items of the outbox: where each stands, and what the city said of it.

schemas::catalogue! {
    /// State.
    UNSIGNED = "待会签，未发送", "waits for the leader's signature, not sent";
    /// State.
    SEALED = "已封存，待回执", "sealed, not yet receipted";
    /// State.
    RECEIPTED = "已回执", "receipted";
    /// State.
    STORED = "已送达，待校验", "rows delivered, not yet judged";
    /// State.
    VALID = "已校验", "validated";
    /// State.
    INVALID = "校验不通过，须更正", "rows cannot stand; amend";
    /// State.
    SUPERSEDED = "已被更正版替代", "superseded";
    /// State.
    RETURNED = "市局已退回，请按理由更正重报", "sent back by the city; amend it for the reasons given";
    /// State.
    VOIDED = "已撤回", "withdrawn";
    /// State.
    ADOPTED = "已认领先前封存的同一内容", "the same content sealed before was adopted";
    /// State.
    BLOCKED = "市局不予接收：{why}", "refused by the city: {why}";
    /// State.
    QUARANTINED = "本机数据损坏，已隔离", "damaged on this disk, set aside";
    /// A line of an item.
    ITEM = "{number}  {form} {period} 第{revision}版  {state}  {id}", "{number}  {form} {period} revision {revision}  {state}  {id}";
    /// Empty outbox.
    NOTHING_SEALED = "发件箱为空。用 node-agent file 报送台账，或 node-agent nil 零报告。", "The outbox is empty. File a ledger with `node-agent file`, or a nil return with `node-agent nil`.";
    /// What the city said.
    SAID = "    市局说明：{said}", "    the city says: {said}";
    /// Due.
    DUE = "    截止 {due}", "    due {due}";
    /// Decision.
    IS_CONFIRMED = "    市局已确认", "    confirmed by the city";
    /// Decision.
    IS_DEFAULTED = "    宽限期已过，数据仍未到市局，市局已记录。请运行 node-agent push 补传，补传后照常校验。", "    The period of grace is over and the city has no rows of it, which it has noted. Run `node-agent push`; they are judged when they come.";
    /// Decision.
    IS_RETURNED = "    市局退回，请在 {until} 前按下列理由更正重报：node-agent amend 台账 --reason 理由", "    Sent back by the city. Amend it by {until} for these reasons: `node-agent amend LEDGER --reason REASON`";
    /// Sealed and kept.
    NOT_SENT = "已封存，未发送。发送请运行 node-agent push。", "Sealed and not sent. Send it with `node-agent push`.";
    /// Not yet receipted.
    NOT_YET = "尚未取得回执。", "Not yet receipted.";
}
