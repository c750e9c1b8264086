//! From a row to an assignment: the page of a case and the board of special cases lead to one, and the bureau answers it.

use super::{CAMPAIGN, answer, done, new, page, stage};
use crate::filing::push;

crate::journey! {
    "listing-2025",
    CAMPAIGN,
    "2025-10-08 10:00",
    async fn a_case_is_assigned_and_reported_on(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025-09", &super::september(6)), None).unwrap();
        push(&node).await;
        let case = "%E7%A4%BA%E4%BE%8B%E6%A1%88%E3%80%942025%E3%80%9507%E5%8F%B7";
        let one = format!("/cases/one?bureau=519901&form=L3&case={case}");
        let shown = page(&city, "staff", &one).await;
        let to = format!("/supervision/new?bureau=519901&#38;form=L3&#38;case={case}");
        assert!(shown.contains(&to), "{shown}");
        assert!(!page(&city, "donghu", &one).await.contains("/supervision/new"), "a county assigns nothing");
        let begun = page(&city, "staff", &to.replace("&#38;", "&")).await;
        assert!(begun.contains("示例案〔2025〕07号的交办单"), "{begun}");
        let fields = [("form", "L3"), ("case", "示例案〔2025〕07号"), ("title", "交办示例案〔2025〕07号")];
        done(&city, "staff", "/supervision/new", &new("519901", "assign", &fields)).await;
        let shown = page(&city, "donghu", "/supervision/one?serial=D2025-1").await;
        for words in ["交办单", "示例案〔2025〕07号", "已下达", "等待单位反馈：签收", "余20天"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        push(&node).await;
        let report = "办结报告,2025-10-08,已调解结案,,调解书〔2025〕7号,,,示例甲";
        answer(&city, &node, "D2025-1", "2025-10-08", &[report]).await;
        assert_eq!(stage(&city, "D2025-1").await, "申请办结");
        let passed = [("serial", "D2025-1"), ("words", "两人核对调解书，同意办结"), ("result", "passed")];
        done(&city, "staff", "/supervision/inspect", &passed).await;
        done(&city, "leader", "/supervision/close", &[("serial", "D2025-1"), ("words", "同意办结")]).await;
        assert_eq!(stage(&city, "D2025-1").await, "已办结");
    }
}
