/** What the layout reserves for a node, and what is drawn. */
export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 44;
