//! Words of the situation analysis.

schemas::catalogue! {
    /// Title.
    TITLE = "形势分析", "Situation";
    /// Dimension.
    CAUSE = "案由", "Cause";
    /// Dimension.
    INDUSTRY = "行业", "Industry";
    /// Dimension.
    EMPLOYER_TYPE = "用人单位类型", "Kind of employer";
    /// Dimension.
    CHANNEL = "来源渠道", "Channel";
    /// Dimension.
    BUREAU = "单位", "Bureau";
    /// What was not filled in.
    UNSAID = "未填", "Not filled in";
    /// A code of another list than most.
    OF_LIST = "{name}（{list}）", "{name} ({list})";
    /// Sentence of state.
    SILENT = "{n}个单位未报送", "{n} have not filed";
    /// The whole scope of a reader who sees the city.
    WHOLE = "{whole}", "the whole {whole}";
    /// Heading.
    DISPUTES = "件数", "Disputes";
    /// Heading.
    SHARE = "占比", "Share";
    /// Heading.
    BEFORE = "比上期", "On the period before";
    /// Heading.
    LAST_YEAR = "比去年同期", "On last year";
    /// Heading.
    PERSONS = "人数", "Persons";
    /// Heading: money in the unit of the language.
    AMOUNT = "金额（万元）", "Amount (yuan)";
    /// Sentence of state.
    COUNT = "{n}件", "{n} disputes";
    /// Sentence of state.
    PROCEDURES = "{n}个程序", "{n} procedures";
    /// Sentence of state.
    ELSEWHERE = "重复件剔除{n}件", "{n} not counted again";
    /// Link and heading.
    TEXT = "分析文字", "In words";
    /// Note under the words.
    TEXT_NOTE = "文字由平台按下列数字生成，可作为研判材料的底稿。", "Written by the program from the figures below, as a draft for whoever writes the analysis.";
    /// First sentence.
    CAME_IN = "{period}，{who}新发生劳资纠纷{n}件，涉及{persons}人、{amount}。", "In {period}, {n} labour disputes came in to {who}, of {persons} persons, about {amount}.";
    /// Nothing came in.
    NONE_CAME = "{period}，{who}没有新发生的劳资纠纷。", "In {period}, no labour dispute came in to {who}.";
    /// Sentence.
    ONCE = "同一事项经多个渠道反映或转入其他程序的{n}件未重复计数。", "{n} procedures of disputes that came in by another channel too, or went on as another procedure, are not counted again.";
    /// Sentence.
    CHANGED = "两期均已报送的单位，件数{changes}。", "Of the bureaus that have filed for both, that is {changes}.";
    /// Against the period before.
    THAN_BEFORE = "比上期{change}", "{change} on the period before";
    /// Against last year.
    THAN_LAST_YEAR = "比去年同期{change}", "{change} on the same period last year";
    /// Change.
    MORE = "增加{n}件（{percent}%）", "{n} more ({percent} %)";
    /// Change.
    FEWER = "减少{n}件（{percent}%）", "{n} fewer ({percent} %)";
    /// Change, without a base.
    MORE_THAN_NONE = "增加{n}件", "{n} more";
    /// No change.
    SAME = "持平", "no change";
    /// Sentence.
    MAINLY = "{of}以{items}为主。", "By {of}, mostly {items}.";
    /// A line with its share.
    WITH_SHARE = "{name}（{percent}%）", "{name} ({percent} %)";
    /// A line with its disputes.
    WITH_COUNT = "{name}（{n}件）", "{name} ({n})";
    /// Sentence.
    FIRST_BUREAUS = "{items}居前，合计占{percent}%。", "{items} have the most, {percent} % together.";
    /// Sentence.
    ROSE = "比上期增加较多的有：{items}。", "What grew most on the period before: {items}.";
    /// A line that grew.
    GREW = "{name}（+{n}件）", "{name} (+{n})";
    /// Heading of the table by two dimensions.
    CROSS = "{rows}×{columns}", "{rows} × {columns}";
    /// Name of the switch of the table.
    BY = "交叉", "Parted by";
    /// Column of the rest.
    REST = "其他", "Others";
    /// Column of the sum.
    SUM = "合计", "All";
    /// Empty.
    NO_DISPUTES = "这一期没有新发生的劳资纠纷。台账校验通过后，新受理的调解、仲裁、监察、线索、工单和排查事项自动计入。", "No dispute came in in this period. Mediations, arbitrations, inspections, clues, orders and findings of the patrol count as soon as their ledgers stand.";
    /// Foot.
    NOTE = "按受理（发现）日期计；与上期、去年同期相比只计两期均已报送的单位；同一事项编号或已转其他程序的案件只计一次，计入最先受理的程序。代码按所在台账的代码表，二级代码并入一级。", "Counted by the day a dispute came in; beside earlier periods, of the bureaus that have filed for both. Cases of one matter, or that went on as another procedure, are one dispute, counted by the procedure that came in first. Codes are those of its ledger, put together at the top of their list.";
    /// Link.
    AS_CSV = "下载CSV", "Download as CSV";
}
