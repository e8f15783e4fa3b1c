package dev.muster.cli.appraise;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.inspect.SharedKeyFile;
import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.OfflineAppraisal;
import dev.muster.core.attestation.Results;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarJson;
import dev.muster.format.attest.ear.EarWriter;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code muster appraise}: exit status 0 when the evidence is affirmed, 1 when it is contradicted or refused, 2 when nothing
 * can be said for it.
 */
@Command(
        name = "appraise",
        description =
                "Appraise evidence against endorsements, without a server, and print the attestation result (EAR).")
public final class AppraiseVerb extends Verb {
    @Parameters(paramLabel = "EVIDENCE", description = "The evidence, as a device sends it.")
    private Path evidence = Path.of("");

    @Option(
            names = "--media-type",
            paramLabel = "TYPE",
            description = "What the evidence is. Default: ${DEFAULT-VALUE}.")
    private String mediaType = EatToken.MEDIA_TYPE;

    @Option(
            names = "--endorsements",
            paramLabel = "FILE",
            description = "A CoRIM, signed or not, with reference values and keys. May be repeated.")
    private List<Path> endorsements = List.of();

    @Option(
            names = "--anchor",
            paramLabel = "FILE",
            description = "A public key (PEM) of which one must have signed every CoRIM. May be repeated.")
    private List<Path> anchors = List.of();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key (PEM) the device was enrolled with, for profiles that sign with it.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--shared-key",
            paramLabel = "FILE",
            description = "A key (JWK of the type oct, or COSE_Key) that the device and you share. May be repeated.")
    private List<Path> sharedKeys = List.of();

    @Option(names = "--nonce", paramLabel = "HEX", description = "The nonce that the evidence must be for.")
    private Optional<String> nonce = Optional.empty();

    @Option(names = "--maker", paramLabel = "NAME", description = "Maker of the device.")
    private Optional<String> maker = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "Model of the device.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--device", paramLabel = "ID", description = "Id of the device, to find keys that are its own.")
    private Optional<String> device = Optional.empty();

    @Option(names = "--at", paramLabel = "TIME", description = "The time of appraisal (ISO 8601). Default: now.")
    private Optional<Instant> at = Optional.empty();

    @Option(
            names = "--cbor",
            paramLabel = "FILE",
            description = "Write the result's claims as CBOR into this file too, unsigned.")
    private Optional<Path> cbor = Optional.empty();

    @Override
    protected Status run(Screen screen) throws IOException {
        OfflineAppraisal.Question question = question();
        List<PublicKey> trusted = new ArrayList<>();
        for (Path file : anchors) {
            trusted.add(publicKey(file));
        }
        Endorsements given = new Endorsements(trusted, question.maker());
        for (Path file : endorsements) {
            given.add(file);
        }
        given.remarks().forEach(screen::progress);
        if (nonce.isEmpty()) {
            screen.progress("no nonce was named: whether the evidence is fresh is not judged");
        }
        List<SharedKey> shared = new ArrayList<>();
        for (Path file : sharedKeys) {
            shared.add(SharedKeyFile.read(file));
        }
        return switch (new OfflineAppraisal(BuiltInSchemes.all())
                .answer(question, given.references(), stated -> shared)) {
            case EvidenceAnswer.Refused refused -> {
                screen.progress("refused: " + refused.refusal().code() + ": " + refused.detail());
                yield Status.NO;
            }
            case EvidenceAnswer.Appraised appraised -> print(screen, appraised.event());
        };
    }

    private OfflineAppraisal.Question question() throws IOException {
        if (maker.isPresent() != model.isPresent()) {
            throw new CommandFailed(Status.USAGE, "a device is named by --maker and --model together");
        }
        return new OfflineAppraisal.Question(
                mediaType,
                Files.readAllBytes(evidence),
                key.isPresent() ? Optional.of(publicKey(key.get())) : Optional.empty(),
                maker.flatMap(name -> model.map(of -> new Origin(name, of))),
                device.map(DeviceId::new),
                nonce.map(HexFormat.of()::parseHex),
                at.orElseGet(Instant::now));
    }

    private static PublicKey publicKey(Path file) throws IOException {
        try {
            return Keys.publicKey(Pem.first(Files.readString(file), "PUBLIC KEY"));
        } catch (MalformedException unreadable) {
            throw new CommandFailed(Status.NO, file + " is not a public key in PEM: " + unreadable.getMessage());
        }
    }

    private Status print(Screen screen, EvidenceAppraised event) throws IOException {
        Ear result = Results.ear(event, new VerifierId("Muster", "offline"), false);
        screen.line(new String(JsonWriter.indented(EarJson.claims(result)), StandardCharsets.UTF_8));
        if (cbor.isPresent()) {
            Files.write(cbor.get(), EarWriter.encode(result));
        }
        event.reasons().forEach(reason -> screen.progress(reason.code() + ": " + reason.text()));
        event.differences()
                .forEach(found ->
                        screen.progress(found.path() + ": expected " + found.expected() + ", found " + found.found()));
        event.skipped().forEach(text -> screen.progress("not looked at: " + text));
        return switch (event.status()) {
            case AFFIRMING -> Status.YES;
            case CONTRAINDICATED -> Status.NO;
            case WARNING, NONE -> Status.UNKNOWN;
        };
    }
}
