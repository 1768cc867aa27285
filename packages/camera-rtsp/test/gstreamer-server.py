"""Serves files over GStreamer's RTSP server: argument pairs PATH LAUNCH; prints the port."""

import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service('0')
auth = GstRtspServer.RTSPAuth()
auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
token = GstRtspServer.RTSPToken()
token.set_string('media.factory.role', 'operator')
auth.add_digest('operator', 'secret', token)
server.set_auth(auth)
pairs = sys.argv[1:]
for path, launch in zip(pairs[::2], pairs[1::2]):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(launch)
    factory.add_role_from_structure(
        Gst.Structure.new_from_string(
            'operator, media.factory.access=true, media.factory.construct=true'
        )
    )
    if path.endswith('udp'):
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
    server.get_mount_points().add_factory(path, factory)
server.attach(None)
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
