/**
 * GPU boards of a node: what they are, who runs on them, and their power limit. A board is named by its UUID; indices trade
 * places after a reset and are shown, never used. Every answer is a value or a typed error.
 */
package io.dynamoplanner.power.device;
