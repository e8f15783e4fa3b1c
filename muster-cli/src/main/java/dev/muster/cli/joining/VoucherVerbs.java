package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join voucher}. */
@Command(
        name = "voucher",
        description = "Vouchers by which makers say whose their devices are (RFC 8366).",
        subcommands = {
            VoucherVerbs.Believe.class,
            VoucherVerbs.Signers.class,
            VoucherVerbs.Disbelieve.class,
            VoucherVerbs.Add.class,
            VoucherVerbs.ListAll.class,
            VoucherVerbs.Asked.class
        })
public final class VoucherVerbs extends VerbGroup {

    /** {@code muster join voucher believe}. */
    @Command(name = "believe", description = "Believe who signs the vouchers of a maker (its MASA).")
    static final class Believe extends Verb {
        @Parameters(
                paramLabel = "CERTIFICATE",
                description = "The certificate of the key that signs, a PEM file; not of an authority.")
        private Path certificate = Path.of("");

        @Option(
                names = "--maker",
                paramLabel = "NAME",
                required = true,
                description = "The maker, as its factory certificates name it (O).")
        private String maker = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            String pem = Files.readString(certificate);
            try (var api = api()) {
                JsonNode signer = api.post(path("joining/voucher-signers"), Map.of("maker", maker, "certificate", pem));
                screen.result(
                        signer,
                        "vouchers for devices of " + maker + " are believed from "
                                + signer.path("fingerprint").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster join voucher signers}. */
    @Command(name = "signers", description = "List who is believed to sign vouchers.")
    static final class Signers extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/vouchers")).path("signers");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("maker", "maker"),
                    Column.of("until", "notAfter"),
                    Column.of("subject", "subject"),
                    Column.of("fingerprint", "fingerprint"));
        }
    }

    /** {@code muster join voucher disbelieve}. */
    @Command(name = "disbelieve", description = "Believe a signer no longer, nor the vouchers that it signed.")
    static final class Disbelieve extends Verb {
        @Parameters(paramLabel = "FINGERPRINT", description = "SHA-256 of its certificate, as signers shows it.")
        private String fingerprint = "";

        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected Status run(Screen screen) {
            String reason = sure.reason("Vouchers that it signed let no more devices in.");
            try (var api = api()) {
                String id = URLEncoder.encode(fingerprint, StandardCharsets.UTF_8);
                api.post(path("joining/voucher-signers/" + id + "/remove"), Map.of("reason", reason));
                screen.result(Map.of("fingerprint", fingerprint), fingerprint + " is believed no longer");
                return Status.YES;
            }
        }
    }

    /** {@code muster join voucher add}. */
    @Command(name = "add", description = "Take a voucher: its device may join.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "FILE", description = "The voucher in CMS, DER or PEM.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            String text = bytes.length > 0 && bytes[0] == '-'
                    ? new String(bytes, StandardCharsets.US_ASCII)
                    : Base64.getEncoder().encodeToString(bytes);
            try (var api = api()) {
                JsonNode voucher = api.post(path("joining/vouchers"), Map.of("voucher", text));
                screen.result(
                        voucher,
                        "device " + voucher.path("serial").asString() + " of "
                                + voucher.path("maker").asString() + " may join");
                return Status.YES;
            }
        }
    }

    /** {@code muster join voucher ls}. */
    @Command(name = "ls", description = "List the vouchers that count.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/vouchers")).path("vouchers");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("maker", "maker"),
                    Column.of("serial", "serial"),
                    Column.of("until", "until"),
                    Column.of("signer", "signer"),
                    Column.of("digest", "digest"));
        }
    }

    /** {@code muster join voucher asked}. */
    @Command(
            name = "asked",
            description = "List devices that ask for a voucher; with --json their questions, for the maker's service.")
    static final class Asked extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/vouchers")).path("asked");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("device", "device"),
                    Column.of("maker", "maker"),
                    Column.of("serial", "serial"),
                    Column.of("nonce", "nonce"),
                    Column.of("since", "since"));
        }
    }
}
