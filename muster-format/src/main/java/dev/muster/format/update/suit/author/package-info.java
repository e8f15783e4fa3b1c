/**
 * What the author of a SUIT manifest does before anybody signs it: {@link dev.muster.format.update.suit.author.AuthorReader}
 * reads the JSON form that draft-ietf-suit-manifest-37 uses for its examples (appendix B),
 * {@link dev.muster.format.update.suit.author.AuthorCompiler} makes the manifest of it by the templates of §7, and
 * {@link dev.muster.format.update.suit.author.Analysis} goes through every way that a manifest may take on a device.
 *
 * <p>The draft does not define the JSON form, it only uses it. As in its examples: a component in several slots is not
 * invoked; of a component's text only vendor-domain and component-description are carried, and include-json is not honoured
 * (what is left out is said). Not done: dependencies, encryption and update-management in the JSON form.
 */
@NullMarked
package dev.muster.format.update.suit.author;

import org.jspecify.annotations.NullMarked;
