package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.ear.TrustTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether every file that was used since boot is one of a release: by its digest, wherever it lies. A release lists more than
 * a device uses, so what is not used is no difference. Files of two releases are an upgrade without a reboot: what runs is
 * neither.
 *
 * @param claim about the file system; empty when nothing can be said
 * @param atBest what the whole result is at best
 * @param reason told with it
 */
record Running(Optional<Integer> claim, TrustTier atBest, Reason reason) {
    /**
     * @param agreed the release that everything else agrees with
     * @param valid every release of the maker that counts now
     */
    static Running judge(RanFiles ran, Optional<ReferenceValue> agreed, List<ReferenceValue> valid) {
        List<ReferenceValue> listing = new ArrayList<>(agreed.stream().toList());
        valid.stream().filter(value -> !listing.contains(value)).forEach(listing::add);
        listing.removeIf(value -> Mixtures.listed(value).isEmpty());
        if (ran.lines().isEmpty()) {
            return notCompared("The kernel measured no file since boot: nothing is known of what was used.");
        }
        if (listing.isEmpty()) {
            return notCompared("No reference value lists files: nothing is known of the "
                    + ran.lines().size() + " that were used since boot.");
        }
        Optional<RanFiles.Line> violation =
                ran.lines().stream().filter(RanFiles.Line::violation).findFirst();
        return violation.map(Running::violated).orElseGet(() -> compare(ran, agreed, listing));
    }

    private static Running compare(RanFiles ran, Optional<ReferenceValue> agreed, List<ReferenceValue> listing) {
        List<Set<Digest>> known = new ArrayList<>();
        int most = 0;
        List<RanFiles.Line> missing = ran.lines();
        // Of a device that runs what it booted the first list is the only one that is read.
        for (int i = 0; i < listing.size() && (i == 0 || !missing.isEmpty()); i++) {
            known.add(digests(listing.get(i)));
            List<RanFiles.Line> left = missing(ran.lines(), known.get(i));
            if (left.size() < missing.size() || i == 0) {
                most = i;
                missing = left;
            }
        }
        ReferenceValue release = listing.get(most);
        if (missing.isEmpty() && agreed.filter(other -> !other.equals(release)).isPresent()) {
            return mixture("The files that were used since boot are of " + Reason.release(release)
                    + ", and everything else is of " + Reason.release(agreed.get()));
        }
        if (missing.isEmpty()) {
            return recognised(ran, release, agreed);
        }
        for (int i = 0; i < listing.size(); i++) {
            if (i != most && missing(missing, known.get(i)).isEmpty()) {
                return mixture("Of the files that were used since boot " + missing.size() + " are of "
                        + Reason.release(listing.get(i)) + " and the others of " + Reason.release(release));
            }
        }
        List<RanFiles.Line> unknown = missing;
        for (Set<Digest> one : known) {
            unknown = missing(unknown, one);
        }
        RanFiles.Line first = (unknown.isEmpty() ? missing : unknown).getFirst();
        return new Running(
                Optional.of(TrustClaims.FILE_SYSTEM_UNRECOGNIZED),
                TrustTier.WARNING,
                new Reason(
                        Reason.FILE_UNKNOWN,
                        "The device used a file that is of no release: " + first
                                + (missing.size() == 1
                                        ? "."
                                        : ", and " + (missing.size() - 1) + " more that are not of "
                                                + Reason.release(release) + ".")));
    }

    /** A claim about the file system needs rules that leave no file out; of some files nothing follows for the others. */
    private static Running recognised(RanFiles ran, ReferenceValue release, Optional<ReferenceValue> agreed) {
        boolean everything = agreed.filter(value -> states(value, ran.rules())).isPresent();
        String text = "The " + ran.lines().size() + " files that the kernel measured since boot are of "
                + Reason.release(release);
        return new Running(
                everything ? Optional.of(TrustClaims.FILE_SYSTEM_APPROVED) : Optional.empty(),
                TrustTier.NONE,
                new Reason(
                        Reason.FILES_RECOGNISED,
                        everything
                                ? text + ", and by its rules it measures whatever root runs or reads."
                                : text
                                        + ". Which files its rules leave out nothing proves, so nothing is claimed of"
                                        + " the file system."));
    }

    private static boolean states(ReferenceValue value, List<MeasuredElement> registers) {
        return value.measurements().stream()
                .filter(measurement -> !measurement.values().digests().isEmpty())
                .flatMap(measurement -> measurement.key().stream())
                .anyMatch(registers::contains);
    }

    private static Running notCompared(String why) {
        return new Running(Optional.empty(), TrustTier.WARNING, new Reason(Reason.FILES_NOT_COMPARED, why));
    }

    private static Running mixture(String what) {
        return new Running(
                Optional.empty(),
                TrustTier.WARNING,
                new Reason(Reason.MIXTURE, what + ": an upgrade without a reboot looks so."));
    }

    private static Running violated(RanFiles.Line line) {
        return new Running(
                Optional.of(TrustClaims.FILE_SYSTEM_UNRECOGNIZED),
                TrustTier.WARNING,
                new Reason(
                        Reason.FILE_UNKNOWN,
                        "A file was written while it was used, so nobody knows what was: " + line + "."));
    }

    private static List<RanFiles.Line> missing(List<RanFiles.Line> lines, Set<Digest> known) {
        return lines.stream()
                .filter(line -> line.digest().filter(known::contains).isEmpty())
                .toList();
    }

    private static Set<Digest> digests(ReferenceValue release) {
        return Mixtures.listed(release).orElse(List.of()).stream()
                .map(FileEntry::hash)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }
}
