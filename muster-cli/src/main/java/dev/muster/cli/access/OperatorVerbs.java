package dev.muster.cli.access;

import dev.muster.cli.VerbGroup;
import picocli.CommandLine.Command;

/** {@code muster operator}. */
@Command(
        name = "operator",
        description = "Say who may act in an organisation; an administrator or the owner of the machine does.",
        subcommands = {
            OperatorListVerb.class,
            OperatorAddVerb.class,
            OperatorRemoveVerb.class,
            EndSessionsVerb.class,
            TokenVerb.class,
            RevokeVerb.class
        })
public final class OperatorVerbs extends VerbGroup {}
