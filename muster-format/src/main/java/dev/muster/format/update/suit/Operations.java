package dev.muster.format.update.suit;

import dev.muster.format.update.suit.Device.Expected;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Each condition and action as one call of the device, with the parameters that it used. */
final class Operations {
    private final List<ComponentId> components;
    private final SortedMap<String, byte[]> payloads;
    private final Device device;

    Operations(List<ComponentId> components, SortedMap<String, byte[]> payloads, Device device) {
        this.components = components;
        this.payloads = payloads;
        this.device = device;
    }

    boolean check(Command.Condition condition, int index, ParameterTable parameters, List<Parameter> used) {
        ComponentId component = components.get(index);
        return switch (condition) {
            case VENDOR_ID -> {
                byte[] vendor = use(used, parameters.need(index, Parameter.VendorId.class))
                        .uuid();
                yield MessageDigest.isEqual(vendor, device.vendorId());
            }
            case CLASS_ID -> {
                byte[] kind = use(used, parameters.need(index, Parameter.ClassId.class))
                        .uuid();
                yield MessageDigest.isEqual(kind, device.classId());
            }
            case DEVICE_ID -> {
                byte[] id = use(used, parameters.need(index, Parameter.DeviceId.class))
                        .uuid();
                yield device.deviceId()
                        .map(own -> MessageDigest.isEqual(own, id))
                        .orElse(false);
            }
            case IMAGE_MATCH -> device.imageMatches(component, expected(index, parameters, used));
            case COMPONENT_SLOT ->
                device.slotIs(
                        component,
                        use(used, parameters.need(index, Parameter.ComponentSlot.class))
                                .slot());
            case CHECK_CONTENT ->
                device.contentIs(
                        component,
                        use(used, parameters.need(index, Parameter.Content.class))
                                .bytes());
            case ABORT -> false;
        };
    }

    void act(Command.Action action, int index, ParameterTable parameters, List<Parameter> used) {
        ComponentId component = components.get(index);
        switch (action) {
            case FETCH -> fetch(index, parameters, used);
            case WRITE -> {
                byte[] content = use(used, parameters.need(index, Parameter.Content.class))
                        .bytes();
                device.write(component, content, declared(index, parameters));
            }
            case COPY -> device.copy(component, source(index, parameters, used));
            case SWAP -> device.swap(component, source(index, parameters, used));
            case INVOKE ->
                device.invoke(
                        component,
                        parameters.find(index, Parameter.InvokeArgs.class).map(Parameter.InvokeArgs::bytes));
        }
    }

    private void fetch(int index, ParameterTable parameters, List<Parameter> used) {
        String uri = use(used, parameters.need(index, Parameter.Uri.class)).uri();
        byte[] integrated = payloads.get(uri);
        if (integrated != null) {
            device.write(components.get(index), integrated, declared(index, parameters));
            return;
        }
        if (uri.startsWith("#")) {
            throw new Device.Failed("the envelope has no payload " + uri);
        }
        Optional<byte[]> arguments =
                parameters.find(index, Parameter.FetchArguments.class).map(Parameter.FetchArguments::bytes);
        device.fetch(components.get(index), uri, arguments, expected(index, parameters, used));
    }

    private ComponentId source(int index, ParameterTable parameters, List<Parameter> used) {
        int source = use(used, parameters.need(index, Parameter.SourceComponent.class))
                .index();
        if (source >= components.size() || source == index) {
            throw new Device.Failed("component " + source + " cannot be the source of component " + index);
        }
        return components.get(source);
    }

    /** Size and digest, both needed: bytes without a limit are not fetched, and nothing matches without a digest. */
    private static Expected expected(int index, ParameterTable parameters, List<Parameter> used) {
        SuitDigest digest =
                use(used, parameters.need(index, Parameter.ImageDigest.class)).digest();
        long size = use(used, parameters.need(index, Parameter.ImageSize.class)).bytes();
        return new Expected(digest, size);
    }

    private static Optional<Expected> declared(int index, ParameterTable parameters) {
        Optional<Parameter.ImageDigest> digest = parameters.find(index, Parameter.ImageDigest.class);
        Optional<Parameter.ImageSize> size = parameters.find(index, Parameter.ImageSize.class);
        return digest.isPresent() && size.isPresent()
                ? Optional.of(new Expected(digest.get().digest(), size.get().bytes()))
                : Optional.empty();
    }

    private static <P extends Parameter> P use(List<Parameter> used, P parameter) {
        used.add(parameter);
        return parameter;
    }
}
