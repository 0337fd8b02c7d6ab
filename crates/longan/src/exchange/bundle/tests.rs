//! A bundle against whoever would change it.

use super::*;
use proptest::prelude::*;

fn carried() -> Carried {
    Carried {
        form: ReportForm::Department,
        form_version: "tt-14-2024/bieu-04".to_owned(),
        period: "2026-H1".to_owned(),
        version: 1,
        reason: String::new(),
        sent_at: "2026-06-18T02:00:00Z".to_owned(),
        sent_on: "2026-06-18".parse().unwrap(),
    }
}

fn sender(signer: &Signer) -> Sender {
    Sender {
        place_id: "province:80:2025-07-01".to_owned(),
        code: "80".to_owned(),
        name: "Tỉnh Tây Ninh".to_owned(),
        public_key: signer.public_key(),
    }
}

fn bundle(signer: &Signer) -> Vec<u8> {
    let papers = [("BC 125.pdf".to_owned(), b"%PDF-1.7 ban quet".to_vec())];
    let made_at = "2026-06-18T03:00:00Z".to_owned();
    write(signer, made_at, sender(signer), (carried(), Content::Report("{\"rows\":[]}")), &papers)
        .unwrap()
        .0
}

/// Whether a receiver who trusts `trusted` takes these bytes.
fn is_taken(bytes: &[u8], trusted: &str) -> bool {
    let Ok(Some(head)) = head(bytes) else { return false };
    head.manifest.sender.public_key == trusted && head.is_signed() && open(bytes).is_ok()
}

#[test]
fn a_bundle_is_read_as_it_was_written() {
    let (signer, _) = Signer::generate().unwrap();
    let bytes = bundle(&signer);
    assert!(is_taken(&bytes, &signer.public_key()));
    let opened = open(&bytes).unwrap();
    assert_eq!(opened.report, "{\"rows\":[]}");
    assert_eq!(opened.papers, [("BC 125.pdf".to_owned(), b"%PDF-1.7 ban quet".to_vec())]);
    assert_eq!(opened.head.manifest.parts[1].name, "paper-1.pdf");
    assert_eq!(opened.head.manifest.report, carried());
    // The beginning alone says who sends and what, long before the end has come.
    assert!(matches!(head(&bytes[..100]), Ok(None)));
    let enough = (0..bytes.len()).find(|at| matches!(head(&bytes[..*at]), Ok(Some(_))));
    assert!(enough.unwrap() < bytes.len() - 300);
}

#[test]
fn one_changed_byte_anywhere_is_refused() {
    let (signer, _) = Signer::generate().unwrap();
    let bytes = bundle(&signer);
    for at in 0..bytes.len() {
        for flip in [0x01, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            assert!(!is_taken(&changed, &signer.public_key()), "byte {at} by {flip:#x}");
        }
        assert!(!is_taken(&bytes[..at], &signer.public_key()), "cut at {at}");
    }
}

#[test]
fn a_part_that_was_exchanged_with_its_checksum_is_still_noticed() {
    let (signer, _) = Signer::generate().unwrap();
    let bytes = bundle(&signer);
    let parts = archive::read(&bytes, 9).unwrap();
    let forged: Vec<(&str, &[u8])> = parts
        .iter()
        .map(
            |(name, part)| {
                if *name == REPORT { (REPORT, &b"{\"rows\":[1]}"[..]) } else { (*name, *part) }
            },
        )
        .collect();
    let forged = archive::write(&forged).unwrap();
    assert!(head(&forged).unwrap().unwrap().is_signed(), "the manifest is the old one");
    assert!(matches!(open(&forged), Err(Refusal::Altered(part)) if part == REPORT));
    // Left out, twice, or in another order is no such bundle either.
    for order in [&[0, 1, 2][..], &[0, 1, 3, 2], &[0, 1, 2, 3, 3], &[1, 0, 2, 3]] {
        let other: Vec<(&str, &[u8])> = order.iter().map(|at| parts[*at]).collect();
        assert!(open(&archive::write(&other).unwrap()).is_err(), "{order:?}");
    }
}

#[test]
fn somebody_else_cannot_sign_for_the_sender() {
    let (signer, _) = Signer::generate().unwrap();
    let (other, _) = Signer::generate().unwrap();
    let made_at = "2026-06-18T03:00:00Z".to_owned();
    let forged =
        write(&other, made_at, sender(&signer), (carried(), Content::Report("{}")), &[]).unwrap().0;
    assert!(!head(&forged).unwrap().unwrap().is_signed());
}

#[test]
fn a_layout_of_tomorrow_is_named() {
    let manifest = b"{\"schema\":\"longan-bundle-2\",\"new\":1}";
    let bytes = archive::write(&[(MANIFEST, manifest), (SIGNATURE, b"00")]).unwrap();
    assert!(matches!(head(&bytes), Err(Refusal::Schema(name)) if name == "longan-bundle-2"));
    let endless = [&bytes[..18], &u32::MAX.to_le_bytes()[..], &bytes[22..]].concat();
    assert!(matches!(head(&endless), Ok(None)), "it may still come");
    let long = [&endless[..], &vec![b' '; MANIFEST_BYTES]].concat();
    assert!(matches!(head(&long), Err(Refusal::Broken)), "but nobody waits for 4 GB");
}

#[test]
fn a_receipt_holds_for_its_bundle_and_its_receiver() {
    let (signer, _) = Signer::generate().unwrap();
    let receipt = Receipt {
        schema: RECEIPT_SCHEMA.to_owned(),
        number: "BN-80-2026-H1-1-ABCD".to_owned(),
        received_at: "2026-06-18T03:00:00Z".to_owned(),
        bundle_sha256: "ab".repeat(32),
        report_sha256: "cd".repeat(32),
        receiver_key: signer.public_key(),
    };
    let text = SignedReceipt::sign(&signer, &receipt).unwrap();
    assert_eq!(SignedReceipt::read(&text).unwrap(), receipt);
    for (was, is) in
        [("BN-80", "BN-79"), ("abab", "abac"), ("\"signature\": \"", "\"signature\": \"0")]
    {
        assert!(SignedReceipt::read(&text.replacen(was, is, 1)).is_err(), "{was}");
    }
    assert!(SignedReceipt::read("{}").is_err() && SignedReceipt::read("").is_err());
}

proptest! {
    #[test]
    fn nothing_that_comes_makes_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = head(&bytes);
        prop_assert!(open(&bytes).is_err());
        let _ = SignedReceipt::read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn whatever_is_put_into_a_bundle_is_refused(at in 0_usize..2_000, put in proptest::collection::vec(any::<u8>(), 1..9)) {
        let (signer, _) = Signer::generate().unwrap();
        let mut bytes = bundle(&signer);
        let at = at % bytes.len();
        bytes.splice(at..at, put);
        prop_assert!(!is_taken(&bytes, &signer.public_key()));
    }
}
