package dev.muster.core.joining.authorities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.joining.authorities.Migration.Stage;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificateTemplate;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where an organisation is between two generations, from where its authorities stand. */
class MigrationStagesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Authority> authorities = new ArrayList<>();
    private final Map<String, Long> live = new HashMap<>();

    private final AuthorityStore store = new AuthorityStore() {
        @Override
        public List<Authority> authorities() {
            return authorities;
        }

        @Override
        public long live(String fingerprint, Instant now) {
            return live.getOrDefault(fingerprint, 0L);
        }

        @Override
        public Optional<Proposal> proposal() {
            return Optional.empty();
        }
    };

    private Authority add(Role role, Standing standing, SignatureScheme key, long devices) {
        X509Certificate certificate = LocalIdentity.authority(
                        new OrgId("city"), CertificateTemplate.randomSerial(RANDOM), NOW)
                .selfSigned(Keys.generate(key, RANDOM));
        String fingerprint = Fingerprint.of(certificate);
        Authority made = new Authority(fingerprint, role, standing, certificate, "root", NOW.minusSeconds(60));
        authorities.add(made);
        live.put(fingerprint, devices);
        return made;
    }

    private Migration at() {
        return Migration.of(store, false, NOW);
    }

    @Test
    void nothingIsUnderWayWithOneGeneration() {
        add(Role.DEVICE, Standing.ACTIVE, SignatureScheme.ECDSA_P256_SHA256, 7);
        add(Role.DEVICE, Standing.RETIRED, SignatureScheme.ECDSA_P384_SHA384, 0);
        assertThat(at().stage()).isEqualTo(Stage.SETTLED);
        assertThat(at().to()).isEqualTo("P-256");
        assertThat(at().moved()).isEqualTo(7);
        assertThat(at().next()).isEmpty();
    }

    @Test
    void anAnnouncedOneWaitsAndSaysForWhom() {
        add(Role.DEVICE, Standing.ACTIVE, SignatureScheme.ECDSA_P256_SHA256, 7);
        add(Role.DEVICE, Standing.NEXT, SignatureScheme.ML_DSA_44, 0);
        assertThat(at().stage()).isEqualTo(Stage.ANNOUNCED);
        assertThat(at().from()).isEqualTo("P-256");
        assertThat(at().to()).isEqualTo("ML-DSA-44");
        assertThat(at().left()).isEqualTo(7);
        assertThat(at().next()).contains(Step.ACTIVATE);
        assertThat(at().notes(NOW)).anyMatch(note -> note.contains("away"));
        assertThat(at().notes(NOW.plus(Duration.ofDays(2)))).noneMatch(note -> note.contains("that is away until"));
    }

    @Test
    void devicesAreWaitedForAndThenTheOldRootGoes() {
        Authority root = add(Role.ROOT, Standing.PREVIOUS, SignatureScheme.ECDSA_P384_SHA384, 0);
        Authority old = add(Role.DEVICE, Standing.PREVIOUS, SignatureScheme.ECDSA_P256_SHA256, 2);
        add(Role.DEVICE, Standing.ACTIVE, SignatureScheme.ML_DSA_44, 5);
        assertThat(at().stage()).isEqualTo(Stage.MOVING);
        assertThat(at().left()).isEqualTo(2);
        assertThat(at().moved()).isEqualTo(5);
        assertThat(at().next()).as("nothing but waiting").isEmpty();
        live.put(old.fingerprint(), 0L);
        assertThat(at().stage()).isEqualTo(Stage.MOVED);
        assertThat(at().next()).contains(Step.RETIRE);
        assertThat(at().notes(NOW)).anyMatch(note -> note.contains("have ended are not counted"));
        assertThat(at().retiring()).contains(root.fingerprint());
    }

    /** Under the same root only the authority for devices is followed by another. */
    @Test
    void withoutANewRootTheOldDeviceAuthorityGoes() {
        Authority old = add(Role.DEVICE, Standing.PREVIOUS, SignatureScheme.ECDSA_P256_SHA256, 0);
        add(Role.ROOT, Standing.ACTIVE, SignatureScheme.ECDSA_P384_SHA384, 0);
        add(Role.DEVICE, Standing.ACTIVE, SignatureScheme.ECDSA_P256_SHA256, 5);
        assertThat(at().retiring()).contains(old.fingerprint());
    }
}
