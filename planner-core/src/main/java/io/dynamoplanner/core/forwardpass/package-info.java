/** How long one forward pass of an engine takes, learned from passes that were measured. */
package io.dynamoplanner.core.forwardpass;
