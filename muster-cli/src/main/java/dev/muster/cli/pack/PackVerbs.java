package dev.muster.cli.pack;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster pack}. */
@Command(
        name = "pack",
        description = "Make and check audit packs.",
        subcommands = {PackCreateVerb.class, PackTrustVerb.class, PackVerifyVerb.class})
public final class PackVerbs extends VerbGroup {}
