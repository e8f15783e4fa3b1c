/** The auditor's verifier, one file that shares no code with Muster, against what Muster writes. */
package dev.muster.checks.verifier;
