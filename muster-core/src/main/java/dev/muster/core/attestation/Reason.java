package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Environment;
import java.util.List;

/**
 * One thing an appraisal rests on.
 *
 * @param code stable, such as {@code software-match}
 * @param text one sentence for people
 */
public record Reason(String code, String text) {
    public static final String MATCH = "software-match";
    public static final String DIFFERS = "software-differs";
    public static final String NO_REFERENCE = "no-reference-values";
    public static final String REFERENCE_EXPIRED = "reference-values-expired";
    public static final String REFERENCE_NOT_YET = "reference-values-not-yet-valid";
    public static final String DEBUG_ENABLED = "debug-enabled";
    public static final String SIGNED = "signed-by-enrolled-key";

    /** Reference values that agree say nothing about some of what was measured. */
    public static final String PARTLY = "software-partly-stated";

    /** Nothing differs, but something could not be compared. */
    public static final String NOT_COMPARED = "not-compared";

    /** What somebody entitled to it added to what the evidence says. */
    public static final String ENDORSED = "endorsed";

    /** A part that another depends on is not corroborated by reference values. */
    public static final String TRUSTEE_OPEN = "trustee-not-corroborated";

    /** The parts are of two releases. */
    public static final String MIXTURE = "software-mixture";

    /** Parts of the release that is on its way out, and parts of the one that follows it. */
    public static final String BETWEEN = "software-between-releases";

    /** Every file that was used since boot is one of the release. */
    public static final String FILES_RECOGNISED = "files-recognised";

    /** A file was used that is of no release, or was written meanwhile. */
    public static final String FILE_UNKNOWN = "file-of-no-release";

    /** No reference value lists files to compare what was used since boot with, or the kernel measured none. */
    public static final String FILES_NOT_COMPARED = "files-not-compared";

    /** What was booted is what the release states. */
    public static final String BOOT_MATCH = "boot-match";

    /** Something that was booted is not what the release states. */
    public static final String BOOT_DIFFERS = "boot-differs";

    /** Parts of a boot that a sentence names. */
    private static final int MAX_NAMED = 4;

    /** The release is known to be bad. */
    public static final String REVOKED = "software-revoked";

    /** The release was retired: another one is meant to be there by now. */
    public static final String RETIRED = "software-retired";

    /** The device had left this release, and no rollout or person asked for it again. */
    public static final String WENT_BACK = "software-went-back";

    /** The evidence is over the id of an epoch: as fresh as that. */
    public static final String FRESH_BY_EPOCH = "fresh-by-epoch";

    /** The evidence is as fresh as the device's own clock says. */
    public static final String FRESH_BY_CLOCK = "fresh-by-clock";

    /** A rule of the organisation made the result worse. */
    public static final String POLICY = "policy";

    /** Somebody vouched for what could not be compared. */
    public static final String VOUCHED = "vouched";

    /** What decided, in one sentence. */
    static Reason decisive(Statement statement, Environment environment, Compared compared) {
        String what = statement.what();
        return switch (compared) {
            case Compared.Agrees agrees ->
                new Reason(
                        MATCH,
                        what + " are those of " + release(agrees.release()) + ", tag "
                                + agrees.release().tag() + " of manifest "
                                + agrees.release().corimId() + ".");
            case Compared.Partly partly ->
                new Reason(
                        PARTLY,
                        "The reference values of " + release(partly.release()) + " agree, but say nothing about "
                                + partly.unstated() + ", so nothing is claimed.");
            case Compared.NotCompared open ->
                new Reason(
                        NOT_COMPARED,
                        "Nothing differs from " + release(open.release()) + ", but this could not be compared: "
                                + String.join("; ", open.why()) + ".");
            case Compared.Ended ended -> ended(what, ended);
            case Compared.NothingThere nothing ->
                nothing.early()
                        ? new Reason(REFERENCE_NOT_YET, "No reference value for " + environment + " holds yet.")
                        : nothing.expired()
                                ? new Reason(
                                        REFERENCE_EXPIRED, "No reference value for " + environment + " is valid now.")
                                : new Reason(NO_REFERENCE, "There are no reference values for " + environment + ".");
            case Compared.Differs differs -> differs(what(statement, differs.nearest()), differs);
            case Compared.Between between -> between(what, between);
            case Compared.Revoked revoked ->
                new Reason(
                        REVOKED,
                        what + " are those of " + release(revoked.release()) + ", which was revoked: "
                                + revoked.release().life().cause() + ".");
        };
    }

    private static Reason ended(String what, Compared.Ended ended) {
        ReferenceValue release = ended.release();
        String are = what + " are those of " + release(release);
        return switch (ended.why()) {
            case EARLY -> new Reason(REFERENCE_NOT_YET, are + ", whose reference values do not hold yet.");
            case STAGED -> new Reason(REFERENCE_NOT_YET, are + ", which no rollout has begun to bring yet.");
            case EXPIRED -> new Reason(REFERENCE_EXPIRED, are + ", whose reference values are not valid now.");
            case RETIRED ->
                new Reason(
                        RETIRED,
                        are + ", which was accepted until "
                                + release.life().until().map(Object::toString).orElse("it was retired")
                                + after(release));
        };
    }

    private static String after(ReferenceValue release) {
        String next = release.life().successor();
        return next.isEmpty() ? "." : ": " + next + " follows it.";
    }

    private static Reason between(String what, Compared.Between between) {
        Nearest nearest = between.nearest();
        return new Reason(
                BETWEEN,
                what + " are partly those of " + release(between.other()) + " and partly those of "
                        + release(nearest.reference()) + ", which follows it: "
                        + nearest.differences().size() + " are not the newer one's. An update is under way or was cut"
                        + " short.");
    }

    /** The device shows a release that it had left. */
    static Reason wentBack(ReferenceValue shown, Match earlier) {
        return new Reason(
                WENT_BACK,
                "The device had " + earlier.version() + " and shows " + release(shown)
                        + ", which is on its way out: nobody asked for that.");
    }

    /** What differs: files, the boot that was quoted beside them, or both. */
    private static String what(Statement statement, Nearest nearest) {
        long boot = nearest.differences().stream().filter(BootEvents::isOf).count();
        if (statement.measured().files().isEmpty() || boot == 0) {
            return statement.what();
        }
        return boot == nearest.differences().size()
                ? "The measurements of the boot"
                : statement.what() + " and the measurements of the boot";
    }

    private static Reason differs(String what, Compared.Differs differs) {
        Nearest nearest = differs.nearest();
        String counted = nearest.differences().size() + " differ from " + release(nearest.reference());
        return differs.mixture()
                .map(other -> new Reason(
                        MIXTURE, what + " are a mixture: " + counted + ", and those are of " + release(other) + "."))
                .orElseGet(() -> new Reason(DIFFERS, what + " are those of no release; " + counted + "."));
    }

    /** What was booted is stated by the release and is that. */
    public static Reason booted(ReferenceValue release) {
        return new Reason(BOOT_MATCH, "The machine booted what " + release(release) + " states.");
    }

    /** Which parts of the boot are not those of the release. */
    public static Reason bootedOtherwise(ReferenceValue release, List<Difference> parts) {
        List<String> named = parts.stream()
                .limit(MAX_NAMED)
                .map(part -> part.path() + " (expected " + part.expected() + ", found " + part.found() + ")")
                .toList();
        int more = parts.size() - named.size();
        return new Reason(
                BOOT_DIFFERS,
                "The machine did not boot what " + release(release) + " states: " + String.join("; ", named)
                        + (more > 0 ? "; and " + more + " more." : "."));
    }

    static String release(ReferenceValue value) {
        return "release " + value.version().orElse("(no version)") + " by " + value.maker();
    }

    /** Who signed, and how firmly the measurement is known. */
    static Reason signed(Statement statement) {
        return new Reason(
                SIGNED,
                "The evidence is signed by a key that is registered for the device; the measurement is "
                        + statement.proof().word() + ".");
    }

    /** The same, said of a part. */
    Reason about(String part) {
        return new Reason(code, "Of the " + part + ": " + text);
    }
}
