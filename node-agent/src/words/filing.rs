//! Why something is not sealed, or not again.

schemas::catalogue! {
    /// Filed before.
    ALREADY_FILED = "该期该表已报送，内容不同。更正请用 node-agent amend --reason 理由。", "This form and period were filed with other content. Correct it with `node-agent amend --reason`.";
    /// Nothing to amend.
    NOT_FILED = "该期该表尚未报送。请用 node-agent file。", "This form and period have not been filed. Use `node-agent file`.";
    /// Unchanged.
    UNCHANGED = "内容与已报送的相同，无需更正。", "The content is what was filed; there is nothing to amend.";
    /// Reason cannot stand.
    BAD_REASON = "理由不能成立：{why}", "The reason cannot stand: {why}";
    /// Length of a reason.
    REASON_LENGTH = "须有1至500字", "it has 1 to 500 characters";
    /// Personal data in the reason.
    REASON_PERSONAL = "含有{kind}，不得上报。请删去个人信息", "it holds {kind}, which must not leave this node; remove it";
    /// Personal data in the subject.
    PERSONAL_SUBJECT = "事项编号含有{kind}，不得上报。请改用事项自身的编号。", "The subject holds {kind}, which must not leave this node; use the matter's own number.";
    /// Nil where a row is wanted.
    NOTHING_IS_A_ROW = "{form} 不收空白零报告：无情况也要填一行，由签字人署名后按台账报送（零报告是署名的行为）。", "{form} takes no bare nil return: nothing to report is a row with the name of who signs, filed as a ledger.";
    /// Nil with open cases.
    OPEN_CASES = "上期尚有 {n} 件未结案件，不能零报告。请报送台账。", "{n} cases were open at the end of the previous period; file a ledger instead of a nil return.";
    /// Gap.
    NO_PREVIOUS = "{period}尚未从本节点报送。先报该期；确需从本期重新建账的，加 --baseline。", "{period} has not been filed from this node. File it first, or start anew with --baseline.";
    /// Rows lost.
    ROWS_ELSEWHERE = "{period}已报送，但其数据不在本机。请用原台账再报一次该期（内容相同即认领原件），再报本期。", "{period} was filed, but its rows are not here. File that period again from its workbook, which adopts the original, then this one.";
    /// Too large.
    TOO_LARGE = "台账超过一百万行或 256 MB。请按报告期拆分。", "The ledger has more than a million rows or 256 MB. Split it by period.";
    /// Statement fault.
    STATEMENT = "报送声明不能成立：{why}", "The statement cannot stand: {why}";
    /// Content fault.
    CONTENT = "以前报送的内容无法读回：{why}。请从备份恢复 outbox.db。", "What was filed earlier cannot be read back: {why}. Restore outbox.db from a backup.";
}
