package dev.muster.format.update.suit;

import dev.muster.format.update.suit.Command.Act;
import dev.muster.format.update.suit.Command.Action;
import dev.muster.format.update.suit.Command.Check;
import dev.muster.format.update.suit.Command.Condition;
import dev.muster.format.update.suit.Command.OverrideParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The manifest that Muster writes for a firmware image: templates "compatibility check", "firmware download" and "secure
 * boot" of the draft (§7) for one component.
 *
 * @param sequenceNumber greater than the one before
 * @param vendorId 16 bytes, {@link ClassIds#vendor}
 * @param classId 16 bytes, {@link ClassIds#deviceClass}
 * @param image digest of the image
 * @param bytes size of the image
 * @param uri where the image, or what it is encrypted to, is: {@code ni:///...} ({@link ArtifactUri}), or {@code #name} for an integrated payload
 * @param version for people
 * @param description for people, may be empty
 */
public record FirmwareTemplate(
        long sequenceNumber,
        byte[] vendorId,
        byte[] classId,
        SuitDigest image,
        long bytes,
        String uri,
        String version,
        String description) {

    /** The component of a device with one firmware in two slots. */
    public static final ComponentId FIRMWARE = ComponentId.of("firmware");

    private static final int ALWAYS = 15;
    private static final int ON_FAILURE = 2;
    private static final String LANGUAGE = "en";

    public Manifest manifest() {
        return manifest(List.of(new Parameter.Uri(uri)));
    }

    /**
     * The same for a payload that is encrypted on its way: digest and size are still those of the image.
     *
     * @param info an encoded COSE_Encrypt without its ciphertext (firmware-encryption-26)
     */
    public Manifest encrypted(byte[] info) {
        return manifest(List.of(new Parameter.EncryptionInfo(info), new Parameter.Uri(uri)));
    }

    private Manifest manifest(List<Parameter> payload) {
        CommandSequence shared = CommandSequence.of(
                new OverrideParameters(List.of(
                        new Parameter.VendorId(vendorId),
                        new Parameter.ClassId(classId),
                        new Parameter.ImageDigest(image),
                        new Parameter.ImageSize(bytes))),
                new Check(Condition.VENDOR_ID, ALWAYS),
                new Check(Condition.CLASS_ID, ALWAYS));
        CommandSequence install = CommandSequence.of(
                new OverrideParameters(payload),
                new Act(Action.FETCH, ON_FAILURE),
                new Check(Condition.IMAGE_MATCH, ALWAYS));
        SortedMap<Integer, CommandSequence> sections = new TreeMap<>();
        sections.put(CodePoints.VALIDATE, CommandSequence.of(new Check(Condition.IMAGE_MATCH, ALWAYS)));
        sections.put(CodePoints.INVOKE, CommandSequence.of(new Act(Action.INVOKE, ON_FAILURE)));
        sections.put(CodePoints.INSTALL, install);
        SortedMap<Integer, Severable> severable = new TreeMap<>();
        severable.put(CodePoints.INSTALL, new Severable.Present(SuitWriter.sequence(install)));
        severable.put(CodePoints.TEXT, new Severable.Present(text().encode()));
        return new Manifest(
                sequenceNumber,
                Optional.empty(),
                List.of(FIRMWARE),
                Optional.of(shared),
                sections,
                severable,
                new TreeSet<>());
    }

    private TextMap text() {
        SortedMap<Integer, String> component = new TreeMap<>(Map.of(CodePoints.TEXT_COMPONENT_VERSION, version));
        SortedMap<Integer, String> whole = new TreeMap<>();
        if (!description.isEmpty()) {
            whole.put(CodePoints.TEXT_UPDATE_DESCRIPTION, description);
        }
        return new TextMap(new TreeMap<>(Map.of(LANGUAGE, new TextMap.Texts(whole, Map.of(FIRMWARE, component)))));
    }
}
