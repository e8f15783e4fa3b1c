package dev.muster.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureKind;
import dev.muster.format.devices.failure.FailureReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportsTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final KeyPair KEY = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path folder;

    private final List<FailureSource.Numbered> happened = new ArrayList<>();
    private boolean away;

    private final FailureSource source = new FailureSource() {
        @Override
        public List<Numbered> after(long number) throws IOException {
            if (away) {
                throw new IOException("there is no guard");
            }
            return happened.stream().filter(one -> one.number() > number).toList();
        }

        @Override
        public void whenMore(Runnable wake) {}
    };

    @Test
    void theSameIsToldOnceWithHowOftenAndNeverTwice() throws Exception {
        DeviceRoots roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Outbox outbox = new Outbox(roots);
        happen("light", 0);
        happen("heat", 1);
        happen("light", 9);

        reports(roots, outbox).offer(START);
        assertThat(told(outbox)).containsExactly(failure("light", 0, 9, 2), failure("heat", 1, 1, 1));
        reports(roots, outbox).offer(START);
        assertThat(outbox.oldest()).as("after a restart, and nothing happened").isEmpty();

        away = true;
        happen("light", 20);
        reports(roots, outbox).offer(START);
        assertThat(outbox.oldest()).as("the guard is away").isEmpty();
        away = false;
        reports(roots, outbox).offer(START);
        assertThat(told(outbox)).containsExactly(failure("light", 20, 20, 1));
    }

    @Test
    void aGuardThatCountsFromOneAgainIsHeard() throws Exception {
        DeviceRoots roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Outbox outbox = new Outbox(roots);
        happen("light", 0);
        happen("light", 1);
        reports(roots, outbox).offer(START);
        told(outbox);

        happened.clear();
        happen("heat", 5);
        reports(roots, outbox).offer(START);

        assertThat(told(outbox)).containsExactly(failure("heat", 5, 5, 1));
    }

    @Test
    void moreThanAReportHoldsIsToldInTwo() throws Exception {
        DeviceRoots roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        Outbox outbox = new Outbox(roots);
        for (int i = 0; i < FailureReport.MAX_FAILURES + 2; i++) {
            happen("w" + i, i);
        }
        FailureReports reports = reports(roots, outbox);

        reports.offer(START);
        assertThat(told(outbox)).hasSize(FailureReport.MAX_FAILURES);
        reports.offer(START);
        assertThat(told(outbox)).hasSize(2);
    }

    private void happen(String what, int seconds) {
        happened.add(new FailureSource.Numbered(happened.size() + 1, failure(what, seconds, seconds, 1)));
    }

    private static Failure failure(String what, int first, int last, long count) {
        return new Failure(
                FailureKind.CRASH, what, "exit 1", "", START.plusSeconds(first), START.plusSeconds(last), count);
    }

    private FailureReports reports(DeviceRoots roots, Outbox outbox) {
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, KEY.getPrivate(), Optional.empty());
        return new FailureReports(source, outbox, roots, "acme", signer);
    }

    private static List<Failure> told(Outbox outbox) throws IOException {
        Outbox.Report report = outbox.oldest().orElseThrow();
        assertThat(report.path()).isEqualTo("/devices/acme/failures");
        SignedStatement signed = SignedStatement.parse(FailureReport.MEDIA_TYPE, report.body());
        assertThat(signed.verify(VerificationKey.of(KEY.getPublic()))).isInstanceOf(Verdict.Valid.class);
        outbox.removeOldest();
        return FailureReport.parse(signed.payload()).failures();
    }
}
