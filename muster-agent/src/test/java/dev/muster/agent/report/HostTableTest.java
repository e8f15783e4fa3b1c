package dev.muster.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.HostReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.host.Standing;
import dev.muster.format.devices.orders.Strength;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTableTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private List<HostFact> facts = List.of(new HostFact("host.aslr", "full", Standing.ENFORCED, ""));

    @Test
    void itIsToldAtTheStartWhenItChangedAndOnceADay() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair key = generator.generateKeyPair();
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, key.getPrivate(), Optional.empty());
        Outbox outbox = new Outbox(DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create());
        HostTable table = new HostTable(() -> facts, outbox, "acme", signer);

        table.offer(START);
        Outbox.Report report = outbox.oldest().orElseThrow();
        assertThat(report.path()).isEqualTo("/devices/acme/host");
        SignedStatement signed = SignedStatement.parse(HostReport.MEDIA_TYPE, report.body());
        assertThat(signed.verify(VerificationKey.of(key.getPublic()))).isInstanceOf(Verdict.Valid.class);
        assertThat(HostReport.parse(signed.payload())).isEqualTo(new HostReport(START, facts));
        outbox.removeOldest();

        table.offer(START.plusSeconds(3600));
        assertThat(outbox.oldest()).as("nothing changed").isEmpty();

        facts = List.of(new HostFact("host.aslr", "off", Standing.MISSING, ""));
        table.offer(START.plusSeconds(60));
        assertThat(outbox.oldest()).as("too soon").isEmpty();
        table.offer(START.plusSeconds(7200));
        assertThat(outbox.oldest()).as("changed").isPresent();
        outbox.removeOldest();

        table.offer(START.plusSeconds(7200 + 86_400));
        assertThat(outbox.oldest()).as("a day later").isPresent();
        outbox.removeOldest();

        facts = List.of();
        table.offer(START.plusSeconds(3 * 86_400));
        assertThat(outbox.oldest()).as("nothing to say").isEmpty();
    }
}
