package dev.muster.cli.maker;

import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SealedPayload;
import dev.muster.format.update.suit.SuitDigest;
import java.util.List;
import java.util.Optional;

/**
 * What a maker publishes for one version of its software.
 *
 * @param product the product's id, which is also the name of its software and its SUIT class
 * @param model as the product names it
 * @param vendorDomain the maker's domain name: decides the SUIT vendor id
 * @param version of the software
 * @param sequence SUIT sequence number, greater than that of the version before
 */
public record ReleaseFiles(String product, String model, String vendorDomain, String version, long sequence) {

    /** Signed reference values (CoRIM with a CoSWID): what a device with these files measures. */
    public byte[] references(MakerKey maker, SlotMeasurement files, Optional<Validity> validity) {
        return references(maker, files, List.of(), validity);
    }

    /**
     * The same with what its machine boots.
     *
     * @param boot see {@link ReleaseManifest#booted}
     */
    public byte[] references(
            MakerKey maker, SlotMeasurement files, List<Measurement> boot, Optional<Validity> validity) {
        return SignedCorim.sign(
                ReleaseManifest.of(maker.maker(), model, product, version, files, boot, validity),
                maker.maker(),
                // So the log knows which product the statement is about (LedgerFacts).
                "product/" + product + "/" + version,
                validity,
                maker.references());
    }

    /**
     * A signed SUIT envelope that brings an image to devices of the product.
     *
     * @param image the canonical image
     */
    public byte[] envelope(MakerKey maker, byte[] image) {
        return EnvelopeBuilder.of(template(image, image).manifest()).sign(maker.updates());
    }

    /**
     * The same for an image that travels encrypted.
     *
     * @param sealed what the image was encrypted to
     */
    byte[] envelope(MakerKey maker, byte[] image, SealedPayload sealed) {
        return EnvelopeBuilder.of(template(image, sealed.ciphertext()).encrypted(sealed.info()))
                .sign(maker.updates());
    }

    private FirmwareTemplate template(byte[] image, byte[] payload) {
        byte[] vendor = ClassIds.vendor(vendorDomain);
        return new FirmwareTemplate(
                sequence,
                vendor,
                ClassIds.deviceClass(vendor, product),
                SuitDigest.sha256(image),
                image.length,
                ArtifactUri.of(Sha256.of(payload)),
                version,
                product + " " + version);
    }
}
