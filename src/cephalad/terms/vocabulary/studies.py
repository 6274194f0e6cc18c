"""The studies and measures of the pathway, as one list that bookings, refusals and decisions share."""

from __future__ import annotations

from cephalad.terms.finding import Choice

__all__ = ["STUDIES"]

STUDIES = (
    Choice("pelvic-ultrasound", "pelvic ultrasound", "盆腔超声"),
    Choice("pelvic-cross-sectional", "contrast CT or MRI of the pelvis", "盆腔增强CT或磁共振"),
    Choice("pelvic-mri", "pelvic MRI (plain, contrast, diffusion)", "盆腔磁共振（平扫、增强、弥散）"),
    Choice("caval-cross-sectional", "contrast imaging up to the suprahepatic vena cava", "达肝上段下腔静脉的增强影像"),
    Choice("iliac-caval-doppler", "Doppler of iliac veins and inferior vena cava", "髂静脉及下腔静脉彩色多普勒超声"),
    Choice("leg-ultrasound", "leg-vein ultrasound", "下肢静脉超声"),
    Choice("echocardiography", "echocardiography", "超声心动图"),
    Choice("electrocardiogram", "electrocardiogram", "心电图"),
    Choice("chest-ct", "chest CT", "胸部CT"),
    Choice("blood-count", "blood count", "血常规"),
    Choice("coagulation", "coagulation tests", "凝血功能"),
    Choice("tumour-markers", "tumour markers", "肿瘤标志物"),
    Choice("endometrial-assessment", "endometrial assessment", "子宫内膜评估"),
    Choice("contrast-phase", "contrast phase to tell tumour from clot", "鉴别瘤栓与血栓的增强扫描"),
    Choice("thrombus-pathology", "pathology of a removed thrombus", "取出血栓的病理检查"),
    Choice("surveillance-imaging", "surveillance imaging", "随访影像检查"),
    Choice("bone-density", "bone density measurement", "骨密度测定"),
    Choice("surgery", "surgery", "手术"),
    Choice("endocrine-therapy", "endocrine therapy", "内分泌治疗"),
)
