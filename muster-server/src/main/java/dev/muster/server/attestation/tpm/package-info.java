/** The doors by which devices prove that their keys are in TPMs, and by which people say whose TPMs are believed. */
@NullMarked
package dev.muster.server.attestation.tpm;

import org.jspecify.annotations.NullMarked;
