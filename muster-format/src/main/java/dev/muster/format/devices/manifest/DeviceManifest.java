package dev.muster.format.devices.manifest;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.host.SignedStatement;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a maker lets a device hold, run and do.
 *
 * @param sequence a device takes no lower one than it has
 * @param responses by {@link Violation#name}; what is not named is told
 * @param rules programs between sensors and reflexes, where there are any
 */
public record DeviceManifest(
        long sequence,
        List<Held> files,
        List<byte[]> programs,
        List<String> parts,
        List<Workload> workloads,
        List<Reflex> reflexes,
        Map<String, Response> responses,
        Optional<List<Rule>> rules) {
    public static final String MEDIA_TYPE = "application/vnd.muster.manifest+cose";

    /** A gateway's image has some thousand files; each takes about 100 bytes. */
    public static final int ENTRIES_MAX = 8_192;

    /** What is read at all. */
    public static final int BYTES_MAX = 2 * 1024 * 1024;

    /** Each is a container with limits of its own; a gateway runs a handful. */
    public static final int WORKLOADS_MAX = 64;

    /** Each is judged twenty times a second. */
    public static final int RULES_MAX = 16;

    private static final int DIGEST_BYTES = 32;
    private static final int PATH_MAX = 512;

    /** Without rules. */
    public DeviceManifest(
            long sequence,
            List<Held> files,
            List<byte[]> programs,
            List<String> parts,
            List<Workload> workloads,
            List<Reflex> reflexes,
            Map<String, Response> responses) {
        this(sequence, files, programs, parts, workloads, reflexes, responses, Optional.empty());
    }

    public DeviceManifest {
        files = List.copyOf(files);
        programs = List.copyOf(programs);
        parts = List.copyOf(parts);
        workloads = List.copyOf(workloads);
        reflexes = List.copyOf(reflexes);
        responses = Map.copyOf(responses);
        rules = rules.map(List::copyOf);
        programs.forEach(DeviceManifest::digest);
        require(sequence >= 0, "a sequence is not negative");
        require(
                files.size() <= ENTRIES_MAX && programs.size() <= ENTRIES_MAX && parts.size() <= ENTRIES_MAX,
                "a list has at most " + ENTRIES_MAX + " entries");
        require(
                workloads.size() <= WORKLOADS_MAX && reflexes.size() <= WORKLOADS_MAX,
                "at most " + WORKLOADS_MAX + " workloads and reflexes");
        Set<String> known =
                Arrays.stream(Violation.values()).map(Violation::name).collect(Collectors.toUnmodifiableSet());
        require(known.containsAll(responses.keySet()), "a response is to a kind of violation");
        require(
                workloads.stream().map(Workload::user).distinct().count() == workloads.size()
                        && workloads.stream().map(Workload::name).distinct().count() == workloads.size(),
                "workloads share neither name nor user");
        List<Rule> programmed = rules.orElse(List.of());
        Set<String> named = programmed.stream().map(Rule::sensor).collect(Collectors.toUnmodifiableSet());
        require(programmed.size() <= RULES_MAX, "at most " + RULES_MAX + " rules");
        require(named.size() == programmed.size(), "rules share no name");
        require(
                reflexes.stream().filter(RuleWords::isOf).allMatch(reflex -> named.contains(reflex.sensor())),
                "a reflex goes by a rule that the manifest has");
    }

    /** A device for which nothing was decided: nothing is held, and nothing but what is told happens. */
    public static DeviceManifest nothing() {
        return new DeviceManifest(0, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }

    /**
     * Reads what a verified statement says.
     *
     * @throws ManifestException when the bytes are not a manifest
     */
    public static DeviceManifest parse(byte[] payload) {
        try {
            return RecordCodec.of(DeviceManifest.class).decode(payload);
        } catch (CborException e) {
            throw new ManifestException(e.reason(), e.path(), e.offset());
        } catch (IllegalArgumentException e) {
            throw new ManifestException(String.valueOf(e.getMessage()), "/", -1);
        }
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        return RecordCodec.of(DeviceManifest.class).encode(this);
    }

    /** Signed by a maker. */
    public byte[] sign(CoseSigner maker) {
        return SignedStatement.sign(MEDIA_TYPE, encode(), maker);
    }

    /** What is done about a violation. */
    public Response response(Violation violation) {
        return responses.getOrDefault(violation.name(), Response.TELL);
    }

    /** The programs as lower-case hex. */
    public Set<String> programsHex() {
        return programs.stream().map(HexFormat.of()::formatHex).collect(Collectors.toUnmodifiableSet());
    }

    static void path(String path) {
        require(
                !path.isEmpty()
                        && path.length() <= PATH_MAX
                        && !path.startsWith("/")
                        && path.indexOf('\0') < 0
                        && !List.of(path.split("/", -1)).contains("..")
                        && !List.of(path.split("/", -1)).contains(""),
                "a path is below a root");
    }

    static void digest(byte[] sha256) {
        require(sha256.length == DIGEST_BYTES, "a SHA-256 has " + DIGEST_BYTES + " bytes");
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
