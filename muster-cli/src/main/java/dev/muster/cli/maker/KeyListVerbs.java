package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster release key-list}. */
@Command(
        name = "key-list",
        description = {
            "Change the keys that a product's devices obey: n of m, by epochs, signed by those that they obey now.",
            "A device follows a list before its next update; a lost or stolen key is one that the next list leaves out."
        },
        subcommands = {
            KeyListVerbs.Create.class,
            KeyListVerbs.Sign.class,
            KeyListVerbs.Publish.class,
            KeyListVerbs.Ls.class,
            KeyListVerbs.Export.class
        })
final class KeyListVerbs extends VerbGroup {

    /** {@code muster release key-list create}. */
    @Command(name = "create", description = "Write the next list and sign it with the keys that are at hand.")
    static final class Create extends Verb {
        @Parameters(paramLabel = "FILE", description = "Gets the list; must not exist.")
        private Path file = Path.of("");

        @Option(names = "--product", paramLabel = "ID", required = true, description = "The product's id.")
        private String product = "";

        @Option(names = "--epoch", paramLabel = "N", required = true, description = "One more than the newest list's.")
        private long epoch;

        @Option(names = "--needed", paramLabel = "N", defaultValue = "1", description = "How many of them must sign.")
        private int needed = 1;

        @Option(
                names = "--key",
                paramLabel = "FOLDER",
                required = true,
                description = "A key of the list: a folder with its maker.pem or hss.pem; repeatable.")
        private List<Path> keys = List.of();

        @Option(
                names = "--sign",
                paramLabel = "FOLDER",
                required = true,
                description = "Sign with the key of this folder; repeatable. Others sign with `key-list sign`.")
        private List<Path> signers = List.of();

        @Override
        protected Status run(Screen screen) throws IOException {
            List<ReleaseKeyList.Key> listed = new ArrayList<>();
            for (Path key : keys) {
                listed.add(key(key));
            }
            List<CoseSigner> signing = new ArrayList<>();
            for (Path signer : signers) {
                signing.add(MakerKey.updates(signer));
            }
            ReleaseKeyList list;
            try {
                list = new ReleaseKeyList(product, epoch, needed, listed);
            } catch (IllegalArgumentException e) {
                throw CommandFailed.usage("No device could live with that list: " + e.getMessage() + ".");
            }
            if (Files.exists(file)) {
                throw CommandFailed.usage(file + " exists; a list is never written over another.");
            }
            Files.write(file, SignedKeyList.sign(list, signing).encode());
            screen.result(Map.of("file", file.toString()), file + ": " + words(list));
            return Status.YES;
        }

        private static ReleaseKeyList.Key key(Path folder) throws IOException {
            MakerKey.Public key = MakerKey.publicHalf(folder);
            try {
                return new ReleaseKeyList.Key(
                        key.maker(), CoseKey.of(Keys.publicKey(Pem.first(key.pem(), "PUBLIC KEY"))));
            } catch (MalformedException | CryptoException e) {
                throw new CommandFailed(Status.USAGE, folder + " holds no key: " + e.getMessage() + ".", e);
            }
        }
    }

    /** {@code muster release key-list sign}. */
    @Command(name = "sign", description = "Add the signature of one more key.")
    static final class Sign extends Verb {
        @Parameters(index = "0", paramLabel = "FILE", description = "As `key-list create` wrote it.")
        private Path file = Path.of("");

        @Parameters(index = "1", paramLabel = "FOLDER", description = "Holds the key.")
        private Path folder = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            SignedKeyList signed = read(file).and(MakerKey.updates(folder));
            Files.write(file, signed.encode());
            int count = signed.message().signatures().size();
            screen.result(Map.of("signatures", count), file + ": " + count + " signatures; " + words(signed.list()));
            return Status.YES;
        }
    }

    /** {@code muster release key-list publish}. */
    @Command(
            name = "publish",
            description = {
                "Give a signed list to the server; the product's devices follow it.",
                "Rollouts of what too few of its keys signed stop."
            })
    static final class Publish extends Verb {
        @Parameters(paramLabel = "FILE", description = "With all the signatures that it needs.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            ReleaseKeyList list = read(file).list();
            try (var api = api()) {
                JsonNode done = api.send(path("release-key-lists"), "POST", SignedKeyList.MEDIA_TYPE, file);
                String stopped = done.path("stopped")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "));
                screen.result(done, "published " + words(list) + (stopped.isEmpty() ? "" : "; stopped " + stopped));
                return Status.YES;
            }
        }
    }

    /** {@code muster release key-list ls}. */
    @Command(name = "ls", description = "List a product's lists of keys, the oldest first.")
    static final class Ls extends ListVerb {
        @Parameters(paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(Query.of(path("release-key-lists"), "product", product));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("epoch", "epoch"),
                    Column.of("needed", "needed"),
                    new Column(
                            "keys",
                            row -> row.path("keys")
                                    .valueStream()
                                    .map(key -> key.path("name").asString() + " "
                                            + key.path("thumbprint").asString().substring(0, 12))
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** {@code muster release key-list export}. */
    @Command(
            name = "export",
            description = "Write all lists into a file for installs from a stick (release-keys.cbor).")
    static final class Export extends Verb {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Parameters(
                index = "1",
                paramLabel = "FILE",
                description = "Beside the envelope it is called release-keys.cbor.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode lists = api.get(Query.of(path("release-key-lists"), "product", product));
                List<byte[]> signed = lists.valueStream()
                        .map(one ->
                                Base64.getDecoder().decode(one.path("signed").asString()))
                        .toList();
                Files.write(file, SignedKeyList.several(signed));
                screen.result(Map.of("lists", signed.size()), file + ": " + signed.size() + " lists");
                return Status.YES;
            }
        }
    }

    private static SignedKeyList read(Path file) throws IOException {
        try {
            return SignedKeyList.parse(Files.readAllBytes(file));
        } catch (MalformedException e) {
            throw new CommandFailed(Status.USAGE, file + " is not a signed list of keys: " + e.getMessage() + ".", e);
        }
    }

    private static String words(ReleaseKeyList list) {
        return "epoch " + list.epoch() + " of " + list.product() + ", " + list.needed() + " of "
                + list.keys().size() + " keys";
    }
}
