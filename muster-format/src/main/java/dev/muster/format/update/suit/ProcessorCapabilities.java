package dev.muster.format.update.suit;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.RecipientAlgorithm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link Processor} can do on a device: its own part, and what the device's port says. */
final class ProcessorCapabilities {
    /** What the processor does by itself, on every device. */
    private static final List<Integer> COMMANDS = List.of(
            CodePoints.DIRECTIVE_SET_COMPONENT_INDEX,
            CodePoints.DIRECTIVE_TRY_EACH,
            CodePoints.DIRECTIVE_OVERRIDE_PARAMETERS,
            CodePoints.DIRECTIVE_RUN_SEQUENCE,
            TrustDomainPoints.DIRECTIVE_SET_PARAMETERS,
            UpdateManagementPoints.DIRECTIVE_OVERRIDE_MULTIPLE,
            UpdateManagementPoints.DIRECTIVE_COPY_PARAMS);

    private static final List<Integer> PARAMETERS = List.of(
            CodePoints.PARAMETER_VENDOR_ID,
            CodePoints.PARAMETER_CLASS_ID,
            CodePoints.PARAMETER_IMAGE_DIGEST,
            CodePoints.PARAMETER_COMPONENT_SLOT,
            CodePoints.PARAMETER_STRICT_ORDER,
            CodePoints.PARAMETER_SOFT_FAILURE,
            CodePoints.PARAMETER_IMAGE_SIZE,
            CodePoints.PARAMETER_CONTENT,
            CodePoints.PARAMETER_URI,
            CodePoints.PARAMETER_SOURCE_COMPONENT,
            CodePoints.PARAMETER_INVOKE_ARGS,
            CodePoints.PARAMETER_DEVICE_ID,
            CodePoints.PARAMETER_FETCH_ARGUMENTS,
            UpdateManagementPoints.PARAMETER_USE_BEFORE,
            UpdateManagementPoints.PARAMETER_MINIMUM_BATTERY,
            UpdateManagementPoints.PARAMETER_UPDATE_PRIORITY,
            UpdateManagementPoints.PARAMETER_VERSION,
            UpdateManagementPoints.PARAMETER_WAIT_INFO,
            UpdateManagementPoints.PARAMETER_COMPONENT_METADATA);

    /** How a content key reaches the device, of what firmware-encryption has. */
    private static final List<RecipientAlgorithm> RECIPIENTS = List.of(
            RecipientAlgorithm.A128KW,
            RecipientAlgorithm.A192KW,
            RecipientAlgorithm.A256KW,
            RecipientAlgorithm.ECDH_ES_A128KW,
            RecipientAlgorithm.ECDH_ES_A192KW,
            RecipientAlgorithm.ECDH_ES_A256KW);

    private static final List<EncryptionAlgorithm> CIPHERS = List.of(
            EncryptionAlgorithm.A128GCM,
            EncryptionAlgorithm.A192GCM,
            EncryptionAlgorithm.A256GCM,
            EncryptionAlgorithm.CHACHA20_POLY1305,
            EncryptionAlgorithm.A128CTR,
            EncryptionAlgorithm.A192CTR,
            EncryptionAlgorithm.A256CTR);

    private ProcessorCapabilities() {}

    static Capabilities of(
            Set<Command.Condition> conditions,
            Set<Command.Action> actions,
            boolean decrypts,
            Set<Capabilities.Component> components,
            OptionalLong envelopeBytes) {
        Stream<Integer> own = Stream.concat(
                conditions.stream().map(Command.Condition::code),
                actions.stream().map(Command.Action::code));
        List<Integer> parameters = new ArrayList<>(PARAMETERS);
        Set<Long> algorithms = new HashSet<>();
        for (SuitDigest.Algorithm digest : SuitDigest.Algorithm.values()) {
            algorithms.add((long) digest.code());
        }
        EnvelopeVerifier.ALGORITHMS.stream().map(CoseAlgorithm::id).forEach(algorithms::add);
        if (decrypts) {
            parameters.add(EncryptionPoints.PARAMETER_ENCRYPTION_INFO);
            RECIPIENTS.forEach(recipient -> algorithms.add(recipient.id()));
            CIPHERS.forEach(cipher -> algorithms.add(cipher.id()));
        }
        return new Capabilities(
                components.stream()
                        .sorted(Comparator.comparing(one -> one.id().toString()))
                        .toList(),
                longs(Stream.concat(COMMANDS.stream(), own)),
                longs(parameters.stream()),
                new TreeSet<>(algorithms),
                members(actions.contains(Command.Action.PROCESS_DEPENDENCY)),
                envelopeBytes,
                List.of(),
                List.of());
    }

    private static SortedMap<Integer, SortedSet<Long>> members(boolean dependencies) {
        Stream<Integer> manifest = Stream.of(
                CodePoints.VERSION,
                CodePoints.SEQUENCE_NUMBER,
                CodePoints.COMMON,
                CodePoints.REFERENCE_URI,
                CodePoints.MANIFEST_COMPONENT_ID,
                UpdateManagementPoints.SET_VERSION,
                CodePoints.VALIDATE,
                CodePoints.LOAD,
                CodePoints.INVOKE,
                CodePoints.COSWID,
                CodePoints.DEPENDENCY_RESOLUTION,
                CodePoints.PAYLOAD_FETCH,
                CodePoints.CANDIDATE_VERIFICATION,
                CodePoints.INSTALL,
                CodePoints.TEXT,
                CodePoints.UNINSTALL);
        Stream<Integer> common = dependencies
                ? Stream.of(CodePoints.DEPENDENCIES, CodePoints.COMPONENTS, CodePoints.SHARED_SEQUENCE)
                : Stream.of(CodePoints.COMPONENTS, CodePoints.SHARED_SEQUENCE);
        SortedMap<Integer, SortedSet<Long>> members = new TreeMap<>();
        members.put(CodePoints.CAPABILITY_MANIFEST, longs(manifest));
        members.put(CodePoints.CAPABILITY_COMMON, longs(common));
        return members;
    }

    private static SortedSet<Long> longs(Stream<Integer> numbers) {
        return numbers.map(Integer::longValue).collect(Collectors.toCollection(TreeSet::new));
    }
}
