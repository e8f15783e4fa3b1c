package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;

/** Strict bytes to records for a map of parameters. */
final class ParameterReader {
    private static final int UUID_BYTES = 16;

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
        if (key < 0 || key > CodePoints.PARAMETER_FETCH_ARGUMENTS) {
            return new Parameter.Unsupported(key, reader.readSpan());
        }
        return switch ((int) key) {
            case CodePoints.PARAMETER_VENDOR_ID ->
                reader.peek() == CborType.TAG
                        ? new Parameter.Unsupported(key, reader.readSpan())
                        : new Parameter.VendorId(uuid(reader, path));
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
            default -> new Parameter.Unsupported(key, reader.readSpan());
        };
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
