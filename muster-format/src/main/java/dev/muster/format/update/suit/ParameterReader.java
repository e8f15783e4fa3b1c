package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;

/** Strict bytes to records for a map of parameters. */
final class ParameterReader {
    private static final int UUID_BYTES = 16;

    /** A relative object identifier that begins at 1.3.6.1.4.1 (RFC 9090 §5). */
    static final long TAG_NUMBER = 112;

    private static final int NUMBER_BYTES = 32;

    private ParameterReader() {}

    static List<Parameter> parameters(CborReader reader, String path) {
        int count = reader.readMapHeader();
        require(count >= 1, "no parameters", path, reader.position());
        List<Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parameters.add(parameter(reader.readLong(), reader, path));
        }
        return parameters;
    }

    static Parameter parameter(long key, CborReader reader, String outer) {
        String path = outer + "/" + key;
        if (key < 0 || key > UpdateManagementPoints.PARAMETER_COMPONENT_METADATA) {
            return new Parameter.Unsupported(key, reader.readSpan());
        }
        return switch ((int) key) {
            case CodePoints.PARAMETER_VENDOR_ID ->
                reader.peek() == CborType.TAG ? number(reader, path) : new Parameter.VendorId(uuid(reader, path));
            case CodePoints.PARAMETER_CLASS_ID -> new Parameter.ClassId(uuid(reader, path));
            case CodePoints.PARAMETER_DEVICE_ID -> new Parameter.DeviceId(uuid(reader, path));
            case CodePoints.PARAMETER_IMAGE_DIGEST ->
                new Parameter.ImageDigest(SuitReader.wrappedDigest(reader.readBytes(), path));
            case CodePoints.PARAMETER_IMAGE_SIZE -> new Parameter.ImageSize(ManifestReader.unsigned(reader, path));
            case CodePoints.PARAMETER_COMPONENT_SLOT ->
                new Parameter.ComponentSlot(ManifestReader.unsigned(reader, path));
            case CodePoints.PARAMETER_STRICT_ORDER -> new Parameter.StrictOrder(reader.readBoolean());
            case CodePoints.PARAMETER_SOFT_FAILURE -> new Parameter.SoftFailure(reader.readBoolean());
            case CodePoints.PARAMETER_CONTENT -> new Parameter.Content(reader.readBytes());
            case CodePoints.PARAMETER_URI ->
                new Parameter.Uri(SuitReader.bounded(reader.readText(), SuitLimits.URI_CHARS, path));
            case CodePoints.PARAMETER_SOURCE_COMPONENT -> new Parameter.SourceComponent(source(reader, path));
            case CodePoints.PARAMETER_INVOKE_ARGS -> new Parameter.InvokeArgs(reader.readBytes());
            case CodePoints.PARAMETER_FETCH_ARGUMENTS -> new Parameter.FetchArguments(reader.readBytes());
            case UpdateManagementPoints.PARAMETER_USE_BEFORE ->
                new Parameter.UseBefore(ManifestReader.unsigned(reader, path));
            case UpdateManagementPoints.PARAMETER_MINIMUM_BATTERY ->
                new Parameter.MinimumBattery(ManifestReader.unsigned(reader, path));
            case UpdateManagementPoints.PARAMETER_UPDATE_PRIORITY -> new Parameter.UpdatePriority(reader.readLong());
            case UpdateManagementPoints.PARAMETER_VERSION ->
                new Parameter.Version(
                        SuitReader.read(reader.readBytes(), SuitLimits.INNER, path, inner -> version(inner, path)));
            case UpdateManagementPoints.PARAMETER_WAIT_INFO -> new Parameter.WaitInfo(map(reader, path));
            case UpdateManagementPoints.PARAMETER_COMPONENT_METADATA ->
                new Parameter.ComponentMetadata(map(reader, path));
            case EncryptionPoints.PARAMETER_ENCRYPTION_INFO -> new Parameter.EncryptionInfo(encryption(reader, path));
            default -> new Parameter.Unsupported(key, reader.readSpan());
        };
    }

    private static Parameter number(CborReader reader, String path) {
        int at = reader.position();
        require(reader.readTag() == TAG_NUMBER, "a vendor is a UUID or tag 112", path, at);
        byte[] number = reader.readBytes();
        require(number.length >= 1 && number.length <= NUMBER_BYTES, "no enterprise number", path, at);
        return new Parameter.VendorNumber(number);
    }

    private static VersionMatch version(CborReader reader, String path) {
        require(reader.readArrayHeader() == 2, "a version is [comparison, numbers]", path, 0);
        long code = ManifestReader.unsigned(reader, path);
        VersionMatch.Comparison comparison = VersionMatch.Comparison.ofCode(code)
                .orElseThrow(() -> new SuitException("version comparison " + code, path, 0));
        return new VersionMatch(comparison, numbers(reader, path));
    }

    static List<Long> numbers(CborReader reader, String path) {
        int count = reader.readArrayHeader();
        require(count >= 1 && count <= SuitLimits.VERSION_NUMBERS, count + " numbers in a version", path, 0);
        List<Long> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(reader.readLong());
        }
        return numbers;
    }

    /** Bytes that hold one map, which whoever acts on it looks into. */
    private static byte[] map(CborReader reader, String path) {
        byte[] content = reader.readBytes();
        return SuitReader.read(content, SuitLimits.INNER, path, inner -> {
            require(inner.peek() == CborType.MAP, "not a map", path, 0);
            inner.skip();
            return content;
        });
    }

    private static byte[] encryption(CborReader reader, String path) {
        byte[] content = reader.readBytes();
        // COSE sets no order of keys, and examples have them in another.
        return SuitReader.read(content, CborProfile.STRICT, SuitLimits.INNER, path, inner -> {
            require(
                    inner.peek() == CborType.TAG && inner.readTag() == EncryptionPoints.TAG_COSE_ENCRYPT,
                    "encryption info is a COSE_Encrypt (tag 96)",
                    path,
                    0);
            inner.skip();
            return content;
        });
    }

    private static byte[] uuid(CborReader reader, String path) {
        byte[] uuid = reader.readBytes();
        require(uuid.length == UUID_BYTES, "a UUID has 16 bytes, not " + uuid.length, path, reader.position());
        return uuid;
    }

    private static int source(CborReader reader, String path) {
        long index = ManifestReader.unsigned(reader, path);
        require(index < SuitLimits.COMPONENTS, "component index " + index, path, reader.position());
        return (int) index;
    }
}
