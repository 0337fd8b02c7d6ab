use super::{DECISION, officer, register};
use crate::world::World;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use std::io::Write as _;

/// A PDF of so many empty A4 pages, with a table of contents that is right.
fn pdf(pages: usize, more: &[String], trailer: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", page + 3)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {pages}/MediaBox[0 0 595 842]/Resources<</XObject<</X {} 0 R>>>>>>",
            kids.join(" "),
            pages + 4
        ),
    ];
    objects.extend(
        (0..pages).map(|_| format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", pages + 3)),
    );
    objects.extend_from_slice(more);
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut at = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        at.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", at.len() + 1).bytes());
    for at in &at {
        bytes.extend(format!("{at:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n",
            at.len() + 1
        )
        .bytes(),
    );
    bytes
}

fn content(text: &str) -> String {
    format!("<</Length {}>>\nstream\n{text}\nendstream", text.len())
}

fn three_pages() -> Vec<u8> {
    pdf(3, &[content("1 0 0 rg 100 100 200 200 re f")], "")
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn upload(world: &World, path: &str, name: &str, bytes: &[u8]) -> (StatusCode, String) {
    let (status, text, _) =
        world.upload(&format!("{path}/files"), name, bytes, &[("note", "bản quét")]).await;
    (status, text)
}

#[tokio::test]
async fn older_versions_stay_and_every_version_leaves_as_it_came() {
    let world = officer().await;
    let (status, _, path) =
        world.upload("/documents", "QĐ 1600.pdf", &three_pages(), DECISION).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = world.get(&path).await;
    assert!(page.contains("Bản 1: QĐ 1600.pdf") && page.contains("3 trang"), "{page}");
    let (status, text) = upload(&world, &path, "QD 1600 ro hon.txt", "Số liệu".as_bytes()).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{text}");
    let page = world.get(&path).await;
    for told in [
        "Bản 2: QD 1600 ro hon.txt",
        "Bản 1: QĐ 1600.pdf",
        "bản quét",
        "thêm bản mới của tệp",
        "Tệp: QD 1600 ro hon.txt",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(world.body(&format!("{path}/files/1")).await, three_pages());
    assert_eq!(world.body(&format!("{path}/file")).await, "Số liệu".as_bytes());
    assert!(world.get(&format!("{path}/files/3")).await.starts_with("404"));
    assert!(
        world.get("/documents?q=ro+hon").await.contains("Không có"),
        "names of files are not numbers"
    );
}

#[tokio::test]
async fn a_file_is_never_shown_by_the_browser() {
    let world = officer().await;
    let (_, _, path) =
        world.upload("/documents", "a.xml", b"<?xml version=\"1.0\"?><a/>", DECISION).await;
    let response = world.send(world.request(&format!("{path}/file"))).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''a.xml");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert!(header("content-security-policy").contains("default-src 'none'"));
    // Pages of the program keep theirs.
    let page = world.send(world.request(&path)).await;
    assert!(
        page.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'")
    );
}

#[tokio::test]
async fn what_could_do_harm_is_refused_with_what_to_do() {
    let world = officer().await;
    let path = register(&world, DECISION).await;
    let letter = ("word/document.xml", b"<a/>".as_slice());
    let locked = "<</Filter/Standard/V 1/R 2/O<0123456789012345678901234567890123456789012345678901234567890123>/U<0123456789012345678901234567890123456789012345678901234567890123>/P -4>>";
    let locked = pdf(1, &[content(""), locked.to_owned()], "/Encrypt 5 0 R/ID[<0123><0123>]");
    for (name, bytes, told) in [
        ("a.exe", b"MZ\x90\0".to_vec(), "Loại tệp này không được nhận"),
        ("a.html", b"<script>1</script>".to_vec(), "Loại tệp này không được nhận"),
        ("a.svg", b"<svg onload='1'/>".to_vec(), "Loại tệp này không được nhận"),
        ("a.docm", zipped(&[letter]), "Loại tệp này không được nhận"),
        ("a.pdf", b"MZ\x90\0".to_vec(), "không đúng với đuôi tên tệp"),
        (
            "a.docx",
            zipped(&[letter, ("word/vbaProject.bin", b"x")]),
            "có chứa chương trình (macro)",
        ),
        (
            "a.docx",
            zipped(&[letter, ("word/media/a", &vec![0; 501 * 1024 * 1024])]),
            "giải nén quá lớn",
        ),
        ("a.pdf", locked, "có đặt mật khẩu"),
        ("a.pdf", b"%PDF-1.4\nnothing of a PDF".to_vec(), "bị hỏng"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(), "bị hỏng"),
        ("a.pdf", Vec::new(), "không có nội dung"),
    ] {
        let (status, text) = upload(&world, &path, name, &bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(text.contains(told), "{name}, {told}: {text}");
    }
    let large = vec![b'x'; 51 * 1024 * 1024];
    let (_, text) = upload(&world, &path, "a.txt", &large).await;
    assert!(text.contains("Tệp lớn hơn 50 MB"), "{text}");
    assert!(world.get(&path).await.contains("Chưa có tệp"), "nothing was kept");
    let left = std::fs::read_dir(world.app.files.folder().join("drafts")).unwrap().count();
    assert_eq!(left, 0, "no draft is left behind");
}

#[tokio::test]
async fn pages_are_shown_as_pictures() {
    let world = officer().await;
    let (_, _, path) = world.upload("/documents", "qd.pdf", &three_pages(), DECISION).await;
    let html = String::from_utf8(world.body(&path).await).unwrap();
    assert!(html.contains("id=\"trang-3\"") && html.contains("href=\"#trang-3\""), "{html}");
    let response = world.send(world.request(&format!("{path}/preview/3.png"))).await;
    assert_eq!(response.headers()["content-type"], "image/png");
    let png = response.into_body().collect().await.unwrap().to_bytes();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 1000, "{} bytes", png.len());
    assert_eq!(world.body(&format!("{path}/preview/3.png")).await, png, "drawn once, shown again");
    for wrong in ["4.png", "0.png", "x.png", "3"] {
        let answer = world.get(&format!("{path}/preview/{wrong}")).await;
        assert!(answer.starts_with("404"), "{wrong}: {answer}");
    }
    let (_, text) = upload(&world, &path, "qd.txt", b"khong co hinh").await;
    assert!(text.is_empty(), "{text}");
    assert!(world.get(&format!("{path}/preview/1.png")).await.starts_with("404"));
}

#[tokio::test]
async fn a_hostile_pdf_brings_nothing_down() {
    let world = officer().await;
    let path = register(&world, DECISION).await;
    let deep = "[".repeat(2_000_000);
    let endless = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream".to_owned();
    for (name, bytes) in [
        ("deep.pdf", pdf(1, &[content(&deep)], "")),
        ("endless.pdf", pdf(1, &[content("/X Do"), endless], "")),
        (
            "wide.pdf",
            String::from_utf8(three_pages()).unwrap().replace("595 842", "9e9 842").into_bytes(),
        ),
        ("nest.pdf", format!("%PDF-1.4\n1 0 obj{}", "<</A".repeat(1_000_000)).into_bytes()),
    ] {
        let (status, text) = upload(&world, &path, name, &bytes).await;
        assert!(matches!(status.as_u16(), 303 | 422), "{name}: {status} {text}");
        let shown = world.get(&format!("{path}/preview/1.png")).await;
        assert!(
            ["200", "404", "422"].iter().any(|status| shown.starts_with(status)),
            "{name}: {shown}"
        );
        assert!(world.get(&path).await.starts_with("200"), "{name}");
    }
}

#[tokio::test]
async fn a_page_that_never_ends_is_ended() {
    let mut world = officer().await;
    world.app.pictures = world.app.pictures.clone().within(std::time::Duration::from_secs(2));
    world.router = longan::router(world.app.clone());
    // Each form draws the next one twice: a thousand million rectangles.
    let forms = (0..30).map(|nth| {
        let text = if nth == 29 { "0 0 5 5 re f".to_owned() } else { "/X Do /X Do".to_owned() };
        format!("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>/Length {}>>\nstream\n{text}\nendstream", nth + 6, text.len())
    });
    let page = "/X Do";
    let mut more = vec![content(page)];
    more.extend(forms);
    let bytes = pdf(1, &more, "");
    let (_, text, path) = world.upload("/documents", "qd.pdf", &bytes, DECISION).await;
    assert!(text.is_empty(), "{text}");
    let began = std::time::Instant::now();
    let shown = world.get(&format!("{path}/preview/1.png")).await;
    assert!(shown.starts_with("422") && shown.contains("Hãy tải tệp gốc về để xem"), "{shown}");
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    assert!(world.get(&path).await.starts_with("200"));
}
