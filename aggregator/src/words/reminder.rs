//! Words of reminders: what was sent, to whom, and what became of it.

schemas::catalogue! {
    /// Title.
    TITLE = "提醒记录", "Reminders";
    /// Sentence of state.
    COUNT = "共{n}条", "messages: {n}";
    /// Sentence of state.
    BY_ITSELF = "按方案自动提醒", "reminders go out by the campaign's rule";
    /// Sentence of state.
    BY_HAND = "方案未设自动提醒，只有人工催报", "the campaign has no rule for reminders; they are sent by hand";
    /// Heading.
    MADE = "时间", "When";
    /// Heading.
    STEP = "环节", "Step";
    /// Heading.
    ABOUT = "事项", "About";
    /// Heading.
    CHANNEL = "渠道", "By";
    /// Heading.
    FATE = "结果", "Outcome";
    /// Heading.
    TRIES = "次数", "Tries";
    /// Heading.
    MADE_BY = "发起", "Sent by";
    /// Who.
    RULE = "自动", "the rule";
    /// Channel.
    PORTAL = "门户", "portal";
    /// Channel.
    AGENT = "节点程序", "node";
    /// Channel.
    EMAIL = "邮件", "e-mail";
    /// Channel.
    WEBHOOK = "接口推送", "webhook";
    /// Outcome.
    WAITING = "待送达", "waiting";
    /// Outcome.
    SENT = "已送达", "delivered";
    /// Outcome.
    FAILED = "未送达", "not delivered";
    /// Outcome.
    MOOT = "已报，不再提醒", "done before it went";
    /// Beside one that waits for another try.
    AGAIN_AT = "{at}再试", "again at {at}";
    /// Section.
    CONTACTS = "联系渠道", "Contacts";
    /// Heading.
    FILING_POST = "报送联系", "Who files";
    /// Heading.
    LEADER_POST = "负责人", "Leader";
    /// No contact.
    NO_CONTACT = "仅门户和节点程序", "portal and node only";
    /// Foot.
    CONTACTS_NOTE = "由系统管理员用 aggregator bureau contact 登记，只登记单位或岗位的公务地址。", "Entered by the system administrator with `aggregator bureau contact`: addresses of offices and posts only.";
    /// Empty.
    NONE = "还没有提醒。到方案规定的时点，或在报送页催报后，这里逐条记录发给谁、走哪个渠道、是否送达。", "No reminder yet. When a step of the campaign comes, or somebody is reminded from the filings page, every message is listed here with its way and outcome.";
    /// Link.
    SEE = "提醒记录", "Reminders sent";
    /// After reminding by hand.
    REMINDED = "已催报{n}个单位", "bureaus reminded: {n}";
}
