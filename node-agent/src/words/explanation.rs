//! What is said of the reasons given for findings.

schemas::catalogue! {
    /// Row of the reasons file.
    REASONS = "说明文件第 {row} 行：{what}", "Row {row} of the reasons: {what}";
    /// Headings of the reasons file.
    REASON_HEADINGS = "需要“问题代码、案号、理由、说明”等列", "columns “code, case, reason, text” are needed";
    /// Reason not listed.
    UNLISTED_REASON = "理由只能是移送转入、移送转出、前期更正、机构合并、首次建账", "a reason is transfer-in, transfer-out, amendment, merger or baseline";
    /// No text.
    REASON_WITHOUT_TEXT = "缺少说明文字", "the text is missing";
    /// No code.
    REASON_WITHOUT_CODE = "缺少问题代码", "the code is missing";
    /// Too long.
    REASON_TOO_LONG = "说明不超过500字", "a text has at most 500 characters";
    /// Names from other columns.
    PARTY_DETAILS = "当事人信息", "a party's details";
    /// Personal data in an explanation.
    PERSONAL_REASON = "对问题 {code} 的说明中含有{kind}，不得上报", "The reason given for {code} holds {kind}, which must not leave this node";
    /// What to do.
    PERSONAL_REASON_FIX = "删去个人信息，只写事由", "Remove it and state the matter only";
    /// An explanation without effect.
    IDLE_REASON = "对问题 {code} 的说明没有起作用：没有这条问题，或它须更正或须选所列理由", "The reason given for {code} has no effect: there is no such finding, or it must be put right or takes a listed reason";
    /// What to do.
    IDLE_REASON_FIX = "核对问题代码、案号和理由", "Check its code, case and reason";
    /// Reason given.
    EXPLAINED = "已说明：{reason}", "explained: {reason}";
}
