/* The least that shows a page in a window: what a program that is nothing but a
 * WebKitGTK view takes to start. The size is Patchbay's own. */
#include <webkit2/webkit2.h>

int main(int argc, char **argv)
{
	gtk_init(&argc, &argv);
	GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
	gtk_window_set_default_size(GTK_WINDOW(window), 1280, 800);
	g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
	GtkWidget *view = webkit_web_view_new();
	gtk_container_add(GTK_CONTAINER(window), view);
	/* A colour that nothing else on the display has: start.go waits for it. */
	webkit_web_view_load_html(WEBKIT_WEB_VIEW(view),
		"<body style='margin:0;background:#13b56b'></body>", NULL);
	gtk_widget_show_all(window);
	gtk_main();
	return 0;
}
