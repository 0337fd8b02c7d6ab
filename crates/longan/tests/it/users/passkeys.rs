//! Passkeys, with a device made of software: it keeps a key and answers as `WebAuthn` says.

use super::visitor::{Answer, Visitor};
use crate::world::{LONG_AN, World};
use longan::users::Role;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const DESK: &str = "198.51.100.7";
const ORIGIN: &str = "http://localhost:8080";
/// User present, user verified.
const PRESENT_AND_VERIFIED: u8 = 0b101;
/// The key follows in the data.
const WITH_KEY: u8 = 0b100_0000;

struct Device {
    key: EcdsaKeyPair,
    random: SystemRandom,
    id: [u8; 32],
    owner: String,
    uses: u32,
}

impl Device {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random)
                .unwrap();
        let id: [u8; 32] = Sha256::digest(key.public_key().as_ref()).into();
        Self { key, random, id, owner: String::new(), uses: 0 }
    }

    fn data(&mut self, flags: u8) -> Vec<u8> {
        self.uses += 1;
        let mut data = Sha256::digest("localhost").to_vec();
        data.push(flags);
        data.extend(self.uses.to_be_bytes());
        data
    }

    fn client_data(kind: &str, question: &Value, origin: &str) -> String {
        let challenge = &question["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
            .to_string()
    }

    fn make(&mut self, question: &Value) -> String {
        question["publicKey"]["user"]["id"].as_str().unwrap().clone_into(&mut self.owner);
        let mut data = self.data(PRESENT_AND_VERIFIED | WITH_KEY);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(self.id);
        // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..65]);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        let client = Self::client_data("webauthn.create", question, ORIGIN);
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key", "extensions": {},
            "response": { "attestationObject": base64(&object), "clientDataJSON": base64(client.as_bytes()) },
        })
        .to_string()
    }

    fn answer(&mut self, question: &Value, origin: &str) -> String {
        let client = Self::client_data("webauthn.get", question, origin);
        let data = self.data(PRESENT_AND_VERIFIED);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        let signature = self.key.sign(&self.random, &signed).unwrap();
        json!({
            "id": base64(&self.id), "rawId": base64(&self.id), "type": "public-key", "extensions": {},
            "response": {
                "authenticatorData": base64(&data), "clientDataJSON": base64(client.as_bytes()),
                "signature": base64(signature.as_ref()), "userHandle": self.owner,
            },
        })
        .to_string()
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(group >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

async fn ask(visitor: &mut Visitor, path: &str) -> Value {
    let asked = visitor.post(path, &[]).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    serde_json::from_str(&asked.body).unwrap()
}

async fn add(visitor: &mut Visitor, device: &mut Device) -> Answer {
    let question = ask(visitor, "/account/passkeys/question").await;
    let (token, credential) = (question["token"].as_str().unwrap(), device.make(&question));
    let fields = [("token", token), ("credential", &credential), ("name", "Điện thoại")];
    visitor.post("/account/passkeys", &fields).await
}

async fn use_key(visitor: &mut Visitor, device: &mut Device, path: &str, origin: &str) -> Answer {
    let question = ask(visitor, &format!("{path}/question")).await;
    let credential = device.answer(&question, origin);
    let token = question["token"].as_str().unwrap();
    let fields = [("token", token), ("credential", &credential), ("next", "/clusters")];
    visitor.post(path, &fields).await
}

#[tokio::test]
async fn a_passkey_lets_one_in_without_a_password_and_is_the_second_factor() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    let mut device = Device::new();
    let added = add(&mut lan, &mut device).await;
    assert!(added.text().contains("chỉ hiện một lần"), "{}", added.text());
    assert!(lan.get("/account/factors").await.text().contains("Điện thoại | Khóa truy cập"));

    // Without any name or password.
    let mut elsewhere = Visitor::at(&world, "192.0.2.7");
    assert!(elsewhere.get("/sign-in").await.body.contains("data-passkey=\"get\""));
    let entered = use_key(&mut elsewhere, &mut device, "/sign-in/passkey", ORIGIN).await;
    assert_eq!(entered.to, "/clusters");
    assert!(elsewhere.get("/account").await.text().contains("Khóa truy cập"));

    // After the password, as the second factor.
    let mut again = Visitor::at(&world, DESK);
    assert_eq!(again.sign_in("lan", &password).await.to, "/sign-in/second");
    let question = ask(&mut again, "/sign-in/passkey/question").await;
    let known = &question["publicKey"]["allowCredentials"][0]["id"];
    assert_eq!(known.as_str().unwrap(), base64(&device.id), "the person is known by now");
    let entered = use_key(&mut again, &mut device, "/sign-in/passkey", ORIGIN).await;
    assert_eq!(entered.status, 303);

    // As proof, without the password.
    again.wait(jiff::SignedDuration::from_mins(11));
    assert_eq!(again.get("/account/factors").await.status, 303);
    let proved = use_key(&mut again, &mut device, "/account/proof/passkey", ORIGIN).await;
    assert_eq!(proved.to, "/clusters");
    assert_eq!(again.get("/account/factors").await.status, 200);
}

#[tokio::test]
async fn a_passkey_is_answered_once_and_only_here() {
    let world = World::new().await;
    let password = world.add_person("lan", Role::Officer, LONG_AN).await;
    let mut lan = Visitor::at(&world, DESK);
    lan.sign_in("lan", &password).await;
    let mut device = Device::new();
    add(&mut lan, &mut device).await;

    let mut thief = Visitor::at(&world, "192.0.2.66");
    let question = ask(&mut thief, "/sign-in/passkey/question").await;
    let credential = device.answer(&question, ORIGIN);
    let token = question["token"].as_str().unwrap();
    let fields = [("token", token), ("credential", credential.as_str())];
    assert_eq!(Visitor::at(&world, DESK).post("/sign-in/passkey", &fields).await.status, 303);
    assert_eq!(thief.post("/sign-in/passkey", &fields).await.status, 422, "a replay");

    let lured = use_key(&mut thief, &mut device, "/sign-in/passkey", "http://evil.example").await;
    assert_eq!(lured.status, 422, "signed for another house");
    let mut stranger = Device::new();
    stranger.owner.clone_from(&device.owner);
    let forged = use_key(&mut thief, &mut stranger, "/sign-in/passkey", ORIGIN).await;
    assert_eq!(forged.status, 422, "a key that nobody added");
    stranger.id = device.id;
    let forged = use_key(&mut thief, &mut stranger, "/sign-in/passkey", ORIGIN).await;
    assert_eq!(forged.status, 422, "a known name with another key");

    // The question of one person is not answered by another's key.
    let of_minh = world.add_person("minh", Role::Officer, LONG_AN).await;
    let mut minh = Visitor::at(&world, DESK);
    minh.sign_in("minh", &of_minh).await;
    let mut of_minh = Device::new();
    add(&mut minh, &mut of_minh).await;
    let mut mixed = Visitor::at(&world, DESK);
    mixed.sign_in("lan", &password).await;
    let entered = use_key(&mut mixed, &mut of_minh, "/sign-in/passkey", ORIGIN).await;
    assert_eq!(entered.status, 422);
    let twice = add(&mut minh, &mut device).await;
    assert_eq!(twice.status, 422, "one key belongs to one person");
}

#[tokio::test]
async fn where_the_address_is_a_number_passkeys_are_not_offered() {
    let world = World::new().await;
    let mut stranger = Visitor::at(&world, DESK).with_header("host", "10.0.0.5:8080");
    assert!(!stranger.get("/sign-in").await.body.contains("data-passkey"));
    assert_eq!(stranger.post("/sign-in/passkey/question", &[]).await.status, 422);
    let mut plain = Visitor::at(&world, DESK).with_header("host", "longan.example");
    assert_eq!(plain.post("/sign-in/passkey/question", &[]).await.status, 422, "without HTTPS");
}
