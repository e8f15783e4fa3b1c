package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through every outcome of every condition of a manifest and says what could go wrong on a device. Without loops there
 * are finitely many ways, and ways that meet in the same state are gone once. The same manifest has the same findings.
 *
 * <p>Dependencies are not followed; each is a manifest that is analysed by itself.
 *
 * @param findings each once, in the order of the manifest
 */
public record Analysis(List<Finding> findings) {
    private static final List<Integer> UPDATE = List.of(
            CodePoints.DEPENDENCY_RESOLUTION,
            CodePoints.PAYLOAD_FETCH,
            CodePoints.CANDIDATE_VERIFICATION,
            CodePoints.INSTALL,
            CodePoints.VALIDATE);
    private static final List<Integer> INVOCATION = List.of(CodePoints.VALIDATE, CodePoints.LOAD, CodePoints.INVOKE);
    private static final List<Integer> UNINSTALLATION = List.of(CodePoints.UNINSTALL);

    public Analysis {
        findings = List.copyOf(findings);
    }

    /** What holds for every signer and every device. */
    public static Analysis of(Manifest manifest) {
        return of(manifest, Optional.empty(), Optional.empty());
    }

    /**
     * @param signer what the one who is going to sign may do
     * @param device what the device class can run
     */
    public static Analysis of(Manifest manifest, Optional<Rights> signer, Optional<Capabilities> device) {
        Set<Finding> found = new LinkedHashSet<>();
        for (List<Integer> procedure : List.of(UPDATE, INVOCATION, UNINSTALLATION)) {
            procedure(manifest, procedure, found);
        }
        Permits permits = new Permits(manifest, signer, found);
        manifest.shared().ifPresent(shared -> permits.sequence(CodePoints.COMMON, shared));
        manifest.sections().forEach(permits::sequence);
        device.ifPresent(can -> new Fitting(can, found).manifest(manifest));
        return sorted(found);
    }

    /** Only whether a device of a class can run an envelope's manifest, and the envelope around it. */
    public static Analysis fits(Envelope envelope, Manifest manifest, Capabilities device) {
        Set<Finding> found = new LinkedHashSet<>();
        Fitting fitting = new Fitting(device, found);
        fitting.envelope(envelope);
        fitting.manifest(manifest);
        return sorted(found);
    }

    private static Analysis sorted(Set<Finding> found) {
        List<Finding> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Finding::section).thenComparingInt(Finding::offset));
        return new Analysis(sorted);
    }

    /** Whether there is nothing that should keep anybody from signing. */
    public boolean clean() {
        return findings.isEmpty();
    }

    private static void procedure(Manifest manifest, List<Integer> sections, Set<Finding> found) {
        List<Way> ways = new ArrayList<>(List.of(new Way()));
        int last = 0;
        for (int section : sections) {
            Optional<CommandSequence> own = manifest.section(section);
            if (own.isEmpty()) {
                continue;
            }
            last = section;
            Ways walk = new Ways(manifest.components(), section, found);
            // Each section starts at component 0, and the shared sequence runs before it (§6.4).
            ways.forEach(way -> way.current = Set.of(0));
            if (manifest.shared().isPresent()) {
                ways = walk.sequence(manifest.shared().get(), ways).succeeded();
            }
            ways = walk.sequence(own.get(), ways).succeeded();
        }
        for (Way way : ways) {
            for (int component : way.unverified) {
                found.add(new Finding(
                        Finding.Kind.WRITTEN_NOT_VERIFIED,
                        last,
                        0,
                        manifest.components().get(component) + " is written and never compared with its digest"));
            }
        }
    }

    /** For a place that keeps it beside the manifest: one line each. */
    public List<String> lines() {
        return Collections.unmodifiableList(findings.stream()
                .map(f -> f.kind().word() + " at " + f.section() + "+" + f.offset() + ": " + f.detail())
                .toList());
    }
}
