package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.joining.Admission;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.AnchorDesk;
import dev.muster.core.joining.Channel;
import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.Identification.Identified;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.TokenMade;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.FactoryIdentity;
import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.devices.DevicesProjection;
import dev.muster.server.devices.SqlDeviceRegister;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Deciding about many at once gives what deciding about one after the other gives: answers, entries and registers. */
class EnrolmentsTogetherTest {
    private static final OrgId ALONE = new OrgId("alone");
    private static final OrgId TOGETHER = new OrgId("together");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final ProductId CAM = new ProductId("acme-cam");
    private static final int DEVICES = 4;
    private static final int KEYS = 5;
    private static final int ASKED = 80;
    private static final Channel TLS = new Channel("TLSv1.3", "TLS_AES_128_GCM_SHA256");

    private final KeyPair root = Keys.generateP256(new SecureRandom());
    private final X509Certificate authority = LocalIdentity.authority(
                    ALONE, CertificateTemplate.randomSerial(new Random(1)), NOW)
            .selfSigned(root);
    private final List<KeyPair> keys = IntStream.range(0, KEYS)
            .mapToObj(_ -> Keys.generateP256(new SecureRandom()))
            .toList();
    private final List<X509Certificate> issued = new ArrayList<>();

    @BothDatabases
    void isTheSameAsOneAfterTheOther(Database database) {
        try (TestLedger fixture = TestLedger.over(database)) {
            Migrations.create()
                    .topic("devices", "001-devices", "002-endpoints")
                    .topic("joining", new JoiningTopic().scripts().toArray(String[]::new))
                    .apply(database);
            Ledger ledger = fixture.events(DeviceEvent.class, JoiningEvent.class)
                    .projection(new DevicesProjection())
                    .projection(new JoiningProjection())
                    .at(NOW)
                    .open();
            for (Admission admission : List.of(Admission.ANY, Admission.APPROVAL)) {
                OrgId alone = new OrgId(ALONE.value() + "-" + admission.word());
                OrgId together = new OrgId(TOGETHER.value() + "-" + admission.word());
                prepare(ledger, alone, admission);
                prepare(ledger, together, admission);
                List<EnrolmentsTogether.Asked> asked = asked(new Random(7), admission);
                List<Answer> one = asked.stream()
                        .map(each -> ledger.shell().run(alone, each, new EnrolmentsTogether(clock())))
                        .toList();
                List<Answer> all = atOnce(ledger, together, asked);
                assertThat(all).isEqualTo(one);
                assertThat(one.stream().map(Object::getClass).distinct())
                        .hasSizeGreaterThanOrEqualTo(admission == Admission.ANY ? 3 : 2);
                assertThat(registers(database, together)).isEqualTo(registers(database, alone));
            }
        }
    }

    private List<Answer> atOnce(Ledger ledger, OrgId org, List<EnrolmentsTogether.Asked> asked) {
        return ledger.shell().run(org, tx -> tx, tx -> {
            List<Decision<Answer>> decided = new EnrolmentsTogether(clock()).decide(tx, org, asked);
            return Decision.of(
                    decided.stream().map(Decision::answer).toList(),
                    decided.stream().flatMap(one -> one.drafts().stream()).toList());
        });
    }

    private Anchor anchor(Admission admission) {
        return new Anchor(Fingerprint.of(authority), authority, "Acme", admission);
    }

    private static InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    private void prepare(Ledger ledger, OrgId org, Admission admission) {
        Product product = new Product(CAM, "Acme Cam", "Acme", "cam-3", NOW, NOW.plusSeconds(1_000_000));
        ledger.shell()
                .run(
                        org,
                        tx -> new SqlDeviceRegister(tx, org),
                        register -> ProductDesk.add(product, register, "ada", NOW));
        Anchor anchor = anchor(admission);
        ledger.shell().run(org, tx -> new SqlJoiningStore(tx, org), store -> AnchorDesk.add(anchor, store, "ada", NOW));
        for (int i = 0; i < DEVICES; i++) {
            Token token = token(i);
            ledger.shell()
                    .run(
                            org,
                            tx -> tx,
                            _ -> Decision.of(
                                    true,
                                    new Draft(
                                            token.subject(),
                                            NOW,
                                            "ada",
                                            new TokenMade(
                                                    token.device().value(),
                                                    token.product().value(),
                                                    token.until()))));
        }
    }

    private static Token token(int device) {
        return new Token(
                "digest-" + device, new DeviceId("cam-" + device), CAM, NOW.plusSeconds(600), Optional.empty());
    }

    /** Devices that come twice, keys that two of them have, tokens that two use, renewals of what was just issued. */
    private List<EnrolmentsTogether.Asked> asked(Random random, Admission admission) {
        List<EnrolmentsTogether.Asked> all = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            int device = random.nextInt(DEVICES);
            KeyPair pair = keys.get(random.nextInt(KEYS));
            CertificationRequest csr = CertificationRequest.create(SubjectName.device("city", "cam-" + device), pair);
            Prepared prepared = prepared("cam-" + device, pair, random);
            all.add(
                    switch (random.nextInt(admission == Admission.ANY ? 3 : 2)) {
                        case 0 -> desk -> desk.enroll(factory(device, admission), csr, prepared, TLS);
                        case 1 -> desk -> desk.enroll(token(device), csr, prepared, TLS);
                        default -> {
                            X509Certificate current = mine(device, random);
                            yield desk -> desk.reenroll(new DeviceId("cam-" + device), current, csr, prepared, TLS);
                        }
                    });
        }
        return all;
    }

    private X509Certificate mine(int device, Random random) {
        List<X509Certificate> all = issued.stream()
                .filter(one -> one.getSubjectX500Principal().getName("RFC1779").contains("cam-" + device))
                .toList();
        return all.get(random.nextInt(all.size()));
    }

    private Prepared prepared(String device, KeyPair pair, Random random) {
        X509Certificate certificate = LocalIdentity.device(
                        new OrgId("city"), new DeviceId(device), CertificateTemplate.randomSerial(random), NOW)
                .issue(pair.getPublic(), new Issuer(authority, root.getPrivate()));
        issued.add(certificate);
        return new Prepared(certificate, Fingerprint.of(authority), new UUID(7, random.nextLong()));
    }

    private Identified factory(int device, Admission admission) {
        return new Identified(
                new DeviceId("cam-" + device),
                new FactoryIdentity("cam-" + device, "Acme", "cam-3", KeyType.P256),
                anchor(admission),
                "factory-" + device,
                "factory-key-" + device,
                Set.of());
    }

    private static List<String> registers(Database database, OrgId org) {
        return database.read(tx -> {
            List<String> all = new ArrayList<>(tx.query(
                    "select device, key_digest, previous_key, factory from joining_enrolment where org = ? order by"
                            + " device",
                    row -> row.text("device") + " " + row.text("key_digest") + " " + row.findText("previous_key") + " "
                            + row.text("factory"),
                    org.value()));
            all.addAll(tx.query(
                    "select id, state from devices_device where org = ? order by id",
                    row -> row.text("id") + " " + row.text("state"),
                    org.value()));
            all.addAll(tx.query(
                    "select type, subject from entry where org = ? and type not like 'ledger.%' order by idx",
                    row -> row.text("type") + " " + row.text("subject"), org.value()));
            all.addAll(tx.query(
                    "select digest, used_by from joining_token where org = ? order by digest",
                    row -> row.text("digest") + " " + row.findText("used_by"),
                    org.value()));
            return all;
        });
    }
}
