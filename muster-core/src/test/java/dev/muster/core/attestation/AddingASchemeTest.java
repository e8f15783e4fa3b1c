package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.CHALLENGES;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.ORG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.Sign1Builder;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheme of {@code docs/adding/a-scheme.md} compiles as it is printed, and does what the page says. */
class AddingASchemeTest {
    private static final String TYPE = "application/vnd.example.firmware+cose";
    private static final Digest GOOD = Digest.sha256(new byte[32]);

    @TempDir
    static Path classes;

    private static Schemes schemes = TestFleet.SCHEMES;

    @BeforeAll
    static void compile() throws Exception {
        Path root = Path.of(System.getProperty("muster.root", ".."));
        String page = Files.readString(root.resolve("docs/adding/a-scheme.md"));
        String source = page.substring(page.indexOf("```java") + "```java".length(), page.lastIndexOf("```"));
        StringWriter said = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(source(source)))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
        URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, AddingASchemeTest.class.getClassLoader());
        schemes = new Schemes(List.of((Scheme)
                loader.loadClass("example.SmallFirmware").getConstructor().newInstance()));
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///example/SmallFirmware.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static byte[] evidence(byte[] nonce, Digest firmware) {
        return Sign1Builder.create()
                .payload(Cbor.array(Cbor.of(nonce), Cbor.of(firmware.value())).encoded())
                .sign(TestFleet.signer(DEVICE_KEY))
                .encode();
    }

    private static MemoryStore knowing() {
        Comid comid = new Comid(
                TagId.of("fw"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Reference(
                        Environment.of("Acme", "cam"),
                        List.of(Measurement.of(MeasuredElement.of("firmware"), MeasurementValues.ofDigest(GOOD))))));
        Corim corim = Corim.of(TagId.of("fw"), comid, List.of(), Optional.empty(), List.of());
        MemoryStore store = new MemoryStore();
        store.publish(new ReferenceSet.Document("Acme", "00", corim));
        return store;
    }

    private static EvidenceAnswer show(byte[] evidence) {
        EvidenceReading reading = schemes.read(
                TYPE, evidence, EvidenceKeys.of(DEVICE_KEY.getPublic(), ReferenceSet.empty(), Optional.empty()));
        EvidenceRequest request = new EvidenceRequest(ORG, CAM, TYPE, evidence, reading);
        return new Evidences(CHALLENGES, schemes)
                .decide(request, knowing(), NOW)
                .answer();
    }

    @Test
    void deskFactsAndReplayWorkForASchemeTheyDoNotKnow() {
        byte[] evidence = evidence(TestFleet.nonce(NOW), GOOD);
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) show(evidence)).event();
        assertThat(event.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.scheme()).contains("small-firmware");
        Entry entry = new Entry(
                1,
                ORG,
                "attestation.evidence-appraised",
                CAM.subject(),
                NOW,
                NOW,
                "muster",
                new byte[32],
                Optional.empty());
        assertThat(new AttestationFacts().facts(entry, event))
                .extracting(Fact::key)
                .contains("attestation.software", "attestation.scheme", "attestation.strength");
        EvidenceReading again = schemes.read(event.readAs(), evidence, EvidenceKeys.only(DEVICE_KEY.getPublic()));
        assertThat(new Evidences(CHALLENGES, schemes)
                        .again(event, again, knowing().references(), PolicyTable.NONE))
                .contains(event);
    }

    @Test
    void anotherFirmwareIsContradictedAndAForgeryRefused() {
        byte[] other = new byte[32];
        other[0] = 1;
        EvidenceAnswer answer = show(evidence(TestFleet.nonce(NOW), Digest.sha256(other)));
        assertThat(((EvidenceAnswer.Appraised) answer).event().status()).isEqualTo(TrustTier.CONTRAINDICATED);
        byte[] forged = evidence(TestFleet.nonce(NOW), GOOD);
        forged[forged.length - 1] ^= 1;
        assertThat(((EvidenceAnswer.Refused) show(forged)).refusal()).isEqualTo(Refusal.SIGNATURE_INVALID);
        assertThat(((EvidenceAnswer.Refused) show(new byte[3])).refusal()).isEqualTo(Refusal.MALFORMED);
    }
}
