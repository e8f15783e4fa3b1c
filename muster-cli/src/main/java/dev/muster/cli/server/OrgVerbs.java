package dev.muster.cli.server;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster org}. */
@Command(
        name = "org",
        description = "Make and list organisations; none sees another's things.",
        subcommands = {OrgAddVerb.class, OrgListVerb.class})
public final class OrgVerbs extends VerbGroup {}
