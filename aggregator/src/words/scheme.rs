//! Words of assessment schemes side by side, and of the way of a dispute through the procedures.

schemas::catalogue! {
    /// Title.
    TITLE = "考核口径对照", "Schemes side by side";
    /// The campaign's own weights.
    OWN = "本行动", "This campaign";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    RANK = "位次", "Place";
    /// Heading.
    SCORE = "得分", "Score";
    /// Below a heading.
    WEIGHTS = "{weights}", "{weights}";
    /// One weight.
    WEIGHT = "{indicator}{weight}", "{indicator} {weight}";
    /// Foot.
    NOTE = "各口径用同一批台账、同一指标和目标，只有权重不同；样本量、未报送的处理办法与综合排名一致。", "Every scheme rests on the same ledgers, indicators and targets; only the weights differ. Small samples and missing ledgers are treated as in the composite.";
    /// Empty.
    NONE = "本次行动没有设定权重，也没有其他考核口径。口径写在行动定义的 [[schemes]] 中。", "The campaign has neither weights nor schemes. Schemes stand in its definition under [[schemes]].";
    /// Title of the funnel.
    FUNNEL = "闭环处置", "The closed loop";
    /// Heading.
    STAGE = "环节", "Stage";
    /// Heading.
    IN_PERIOD = "本期", "In the period";
    /// Heading.
    SO_FAR = "累计", "So far";
    /// Heading.
    OF_FIRST = "占{first}", "Of {first}";
    /// Below a heading.
    SINCE = "自{first}", "since {first}";
    /// Sentence of state.
    FILERS = "{filers}/{all}个单位", "{filers} of {all} bureaus";
    /// Foot.
    FUNNEL_NOTE = "各环节为各单位已通过校验台账的合计；同一纠纷可能先后经过几个环节，各环节分别计数，不是同一批案件的转化率。", "Each stage is the sum of validated ledgers. A dispute may pass several stages and is counted in each; the shares are no rates of one group of cases.";
    /// Empty.
    NO_FUNNEL = "本次行动没有设定处置环节。环节写在行动定义的 [[funnel]] 中。", "The campaign names no stages. They stand in its definition under [[funnel]].";
    /// Empty.
    NOT_FILED = "本期还没有通过校验的台账。", "No ledger of the period has been validated yet.";
    /// Heading.
    BY_BUREAU = "分单位", "By bureau";
}
