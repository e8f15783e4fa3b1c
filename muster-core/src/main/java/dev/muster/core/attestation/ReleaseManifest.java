package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Entity;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.tpm.BootComponents;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.TpmHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a maker says what one release looks like: a CoSWID of its files, and a reference triple for the whole slot. */
public final class ReleaseManifest {
    private ReleaseManifest() {}

    /**
     * @param maker as the products name it
     * @param model as the products name it
     * @param version the release, semantic version
     * @param files what the release's slot holds
     * @param validity how long the maker stands by it
     */
    public static Corim of(
            String maker,
            String model,
            String softwareName,
            String version,
            SlotMeasurement files,
            Optional<Validity> validity) {
        return of(maker, model, softwareName, version, files, List.of(), validity);
    }

    /**
     * The same of a release that also says what its machine boots.
     *
     * @param boot as {@link #booted} reads it from a log
     */
    public static Corim of(
            String maker,
            String model,
            String softwareName,
            String version,
            SlotMeasurement files,
            List<Measurement> boot,
            Optional<Validity> validity) {
        String name = maker + "/" + model + "/" + version;
        TagId softwareTag = TagId.of(name + "/files");
        Environment environment = Environment.of(maker, model);
        Measurement slot = Measurement.of(
                ReferenceValue.SLOT, MeasurementValues.ofDigest(files.overall()).withVersion(Version.semver(version)));
        List<Measurement> stated = new ArrayList<>(List.of(slot));
        stated.addAll(boot);
        Comid comid = new Comid(
                TagId.of(name + "/reference"),
                0,
                List.of(new Entity(maker, Optional.empty(), List.of(Entity.COMID_TAG_CREATOR))),
                List.of(),
                List.of(
                        new Triple.Reference(environment, stated),
                        new Triple.Software(environment, List.of(softwareTag))));
        return Corim.of(
                TagId.of(name),
                comid,
                List.of(ConciseSwid.payload(softwareTag, softwareName, version, maker, files.files())),
                validity,
                List.of(new Entity(maker, Optional.empty(), List.of(Entity.MANIFEST_CREATOR))));
    }

    /**
     * The components of a boot by the log of a machine that is known to be good, of SHA-256. A register that the running
     * system goes on extending is better left out: no firmware's log leads there.
     *
     * @throws IllegalArgumentException when the log has nothing of a register, or more than can be compared
     */
    public static List<Measurement> booted(EventLog log, Set<Integer> registers) {
        List<Measurement> stated = new ArrayList<>();
        for (int pcr : registers) {
            List<BootComponents.Component> components = BootComponents.PCRS.contains(pcr)
                    ? BootComponents.of(log, pcr, List.of(TpmHash.SHA256)).orElse(List.of())
                    : List.of();
            if (components.isEmpty()) {
                throw new IllegalArgumentException("of register " + pcr
                        + " the log has no components with SHA-256, or more than " + BootComponents.MAX_COMPONENTS
                        + "; those of registers " + BootComponents.PCRS + " can be stated");
            }
            components.forEach(one -> stated.add(Measurement.of(
                    MeasuredElement.of(one.name()),
                    MeasurementValues.ofDigest(
                            Digest.sha256(one.digest(TpmHash.SHA256).orElseThrow())))));
        }
        return stated;
    }
}
