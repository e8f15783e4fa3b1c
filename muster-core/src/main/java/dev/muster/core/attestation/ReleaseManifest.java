package dev.muster.core.attestation;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Entity;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.eat.SlotMeasurement;
import java.util.List;
import java.util.Optional;

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
        String name = maker + "/" + model + "/" + version;
        TagId softwareTag = TagId.of(name + "/files");
        Environment environment = Environment.of(maker, model);
        Measurement slot = Measurement.of(
                ReferenceValue.SLOT, MeasurementValues.ofDigest(files.overall()).withVersion(Version.semver(version)));
        Comid comid = new Comid(
                TagId.of(name + "/reference"),
                0,
                List.of(new Entity(maker, Optional.empty(), List.of(Entity.COMID_TAG_CREATOR))),
                List.of(),
                List.of(
                        new Triple.Reference(environment, List.of(slot)),
                        new Triple.Software(environment, List.of(softwareTag))));
        return Corim.of(
                TagId.of(name),
                comid,
                List.of(ConciseSwid.payload(softwareTag, softwareName, version, maker, files.files())),
                validity,
                List.of(new Entity(maker, Optional.empty(), List.of(Entity.MANIFEST_CREATOR))));
    }
}
