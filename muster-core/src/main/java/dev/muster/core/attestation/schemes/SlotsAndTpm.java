package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.BootEvents;
import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.Difference;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.EvidenceReading.Unreadable;
import dev.muster.core.attestation.Nearest;
import dev.muster.core.attestation.Proof;
import dev.muster.core.attestation.Reason;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Scheme;
import dev.muster.core.attestation.Statement;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.tpm.SlotsWithQuote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evidence about slots with a quote of the device's TPM beside it ({@link SlotsWithQuote}): the files are measured by the
 * software itself as before, and the quote shows that this is the machine that joined and, where logs come along, how it
 * booted. Both are for one nonce; when either does not hold nothing does. One statement, so that a good quote never speaks for
 * files that are not what was released.
 *
 * <p>A release may state what the machine boots beside what is in the slot: values of registers, or the components in them
 * ({@link BootEvents}). Then the quote is compared too, and evidence without one is not affirmed.
 */
public final class SlotsAndTpm implements Scheme {
    private final LinuxSlots slots = new LinuxSlots();
    private final Tpm2 tpm = new Tpm2();

    @Override
    public String name() {
        return "linux-slots-tpm";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(SlotsWithQuote.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        SlotsWithQuote both;
        try {
            both = SlotsWithQuote.parse(evidence);
        } catch (MalformedException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
        EvidenceReading files = slots.read(both.slots(), keys);
        if (!(files instanceof EvidenceReading.Read(Statement said))) {
            return files;
        }
        EvidenceReading boot = tpm.read(both.quote(), keys);
        if (!(boot instanceof EvidenceReading.Read(Statement quoted))) {
            return boot;
        }
        return Arrays.equals(said.nonce(), quoted.nonce())
                ? new EvidenceReading.Read(together(said, quoted))
                : new Unreadable(Refusal.QUOTE_MISMATCH, "the quote is for another nonce than the files");
    }

    private Statement together(Statement said, Statement quoted) {
        List<String> remarks = new ArrayList<>(said.remarks());
        remarks.addAll(quoted.remarks());
        List<Statement.Signed> signed = new ArrayList<>(said.signed());
        signed.addAll(quoted.signed());
        Statement both = new Statement(
                name(),
                said.key(),
                said.nonce(),
                said.device(),
                said.software(),
                proof(said.proof(), quoted.proof()),
                said.measured().beside(quoted.measured()),
                said.times(),
                said.side(),
                remarks);
        return both.over(signed);
    }

    private static Proof proof(Proof files, Proof boot) {
        if (files == Proof.SIMULATED) {
            return files;
        }
        return boot == Proof.TPM_QUOTED ? Proof.CHECKED_BESIDE_TPM : Proof.CHECKED_BESIDE_SOFTWARE_TPM;
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        Conclusion files = slots.conclude(statement, compared);
        boolean stated = compared.agreed().or(compared::closest).stream()
                .flatMap(release -> release.measurements().stream())
                .anyMatch(condition -> BootEvents.isOf(condition.key()));
        if (!stated) {
            List<String> skipped = new ArrayList<>(files.skipped());
            skipped.add("The registers that the TPM quoted are compared with nothing.");
            return new Conclusion(files.vector(), files.reasons(), skipped);
        }
        Map<TrustCategory, Integer> vector = new EnumMap<>(TrustCategory.class);
        vector.putAll(files.vector());
        List<Reason> reasons = new ArrayList<>(files.reasons());
        switch (compared) {
            case Compared.Agrees agrees -> {
                vector.put(TrustCategory.EXECUTABLES, TrustClaims.EXECUTABLES_APPROVED_BOOT);
                reasons.add(Reason.booted(agrees.release()));
            }
            case Compared.Differs differs -> judge(differs.nearest(), vector, reasons);
            default -> {
                // Nothing is claimed of the boot where nothing is of the files.
            }
        }
        return new Conclusion(vector, reasons, files.skipped());
    }

    /** Whether it is the boot that differs, the files, or both. */
    private static void judge(Nearest nearest, Map<TrustCategory, Integer> vector, List<Reason> reasons) {
        List<Difference> boot =
                nearest.differences().stream().filter(BootEvents::isOf).toList();
        if (!boot.isEmpty()) {
            vector.put(TrustCategory.EXECUTABLES, TrustClaims.EXECUTABLES_CONTRAINDICATED);
            reasons.add(Reason.bootedOtherwise(nearest.reference(), boot));
            if (boot.size() == nearest.differences().size()) {
                vector.put(TrustCategory.FILE_SYSTEM, TrustClaims.NO_CLAIM);
            }
        }
    }
}
