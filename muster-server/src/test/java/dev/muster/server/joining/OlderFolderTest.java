package dev.muster.server.joining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pkcs12Backend;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.ledger.sql.Database;
import dev.muster.server.joining.Site.Identity;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder of before there were roots: one authority that signed itself, one key file for all organisations. */
class OlderFolderTest {
    private static final OrgId DEMO = new OrgId(Site.ORG);

    @TempDir
    Path dir;

    private final Identity maker = Site.maker("Acme");

    @Test
    void itsDevicesStayAndTheGenerationAfterItIsAnnounced() throws Exception {
        Path data = dir.resolve("data");
        try (Site site = Site.start(data, "sqlite")) {
            site.accept(Site.ORG, maker, "Acme");
            site.enrol(Site.factory(maker, "Acme", "cam-1"), "cam-1");
        }
        Identity old = setBack(data);
        try (Site site = Site.start(data, "sqlite")) {
            assertThat(standings(site))
                    .containsExactlyInAnyOrder(
                            "device active", "root next", "infrastructure next", "device next", "attestation next");
            assertThat(site.get(old, "/devices/demo/orders").statusCode()).isEqualTo(200);
            Identity second = site.enrol(Site.factory(maker, "Acme", "cam-2"), "cam-2");
            assertThat(second.certificate().getIssuerX500Principal())
                    .as("it issues until a person says otherwise")
                    .isEqualTo(old.certificate().getIssuerX500Principal());
            site.api("POST", "/api/v1/demo/authorities/activate", null);
            assertThat(standings(site)).contains("device previous", "device active", "root active");
            assertThat(site.get(old, "/devices/demo/orders").statusCode()).isEqualTo(200);
            KeyPair next = Keys.generateP256(new SecureRandom());
            X509Certificate renewed =
                    Site.certificate(site.est(old, Site.ORG, EstMessage.SIMPLE_REENROLL, Site.request("cam-1", next)));
            assertThat(renewed.getIssuerX500Principal().getName()).contains("demo device CA ");
        }
    }

    private static List<String> standings(Site site) throws Exception {
        return StreamSupport.stream(
                        site.api("GET", "/api/v1/demo/authorities", null)
                                .path("authorities")
                                .spliterator(),
                        false)
                .map(each -> each.path("role").asString() + " "
                        + each.path("standing").asString())
                .toList();
    }

    /** Makes the folder what the build before would have left, with cam-1 under its authority. */
    private static Identity setBack(Path data) throws Exception {
        SecureRandom random = new SecureRandom();
        KeyPair keys = Keys.generateP256(random);
        Instant now = Instant.now().minus(Duration.ofMinutes(1));
        X509Certificate alone =
                LocalIdentity.authority(DEMO, BigInteger.TEN, now).selfSigned(keys);
        KeyPair own = Keys.generateP256(random);
        X509Certificate certificate = LocalIdentity.device(
                        DEMO, new dev.muster.core.devices.DeviceId("cam-1"), BigInteger.TWO, now)
                .issue(own.getPublic(), new CertificateTemplate.Issuer(alone, keys.getPrivate()));
        Path joining = data.resolve("joining");
        char[] password = Files.readString(joining.resolve("password")).strip().toCharArray();
        Files.delete(joining.resolve("keys").resolve("demo.p12"));
        Pkcs12Backend.open(joining.resolve("device-ca.p12"), password)
                .store("device-ca-demo", keys.getPrivate(), List.of(alone));
        try (Database database = Database.open("jdbc:sqlite:" + data.resolve("muster.db"))) {
            database.write(tx -> {
                for (String table : List.of("joining_ca", "joining_ca_cross", "joining_ca_step")) {
                    tx.execute("drop table " + table);
                }
                tx.execute("create table joining_authority (org text not null, fingerprint text not null,"
                        + " certificate blob not null, primary key (org))");
                tx.execute("drop index joining_identity_serial");
                tx.execute("drop index joining_identity_uuid");
                tx.execute("delete from schema_scripts where topic = 'joining' and name = '007-identities'");
                tx.execute("drop index joining_issued_authority");
                tx.execute("alter table joining_issued drop column authority");
                tx.execute("alter table joining_enrolment drop column authority");
                tx.execute("delete from schema_scripts where topic = 'joining' and name = '004-authorities'");
                tx.update(
                        "insert into joining_authority (org, fingerprint, certificate) values (?, ?, ?)",
                        Site.ORG,
                        Fingerprint.of(alone),
                        CertificateReader.encoded(alone));
                tx.update(
                        "update joining_enrolment set certificate = ?, key_digest = ? where device = 'cam-1'",
                        CertificateReader.encoded(certificate),
                        Fingerprint.of(own.getPublic()));
                return 0;
            });
        }
        return new Identity(own, certificate);
    }
}
