// A bare page that follows a bare server beside whatever else is on the page: stores each message with one put, then
// shows it. `server` is its address. Done once the line is open.
const opening = indexedDB.open("plain-live", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("document", { keyPath: "id" });
const database = await bench.asked(opening);
const line = document.body.appendChild(document.createElement("p"));
const source = new EventSource(`${server}/events`);
bench.bare = { shown: null };
source.onmessage = ({ data }) => {
  const transaction = database.transaction("document", "readwrite");
  transaction.objectStore("document").put(JSON.parse(data));
  transaction.oncomplete = async () => {
    line.textContent = data;
    bench.bare.shown = performance.timeOrigin + await bench.painted();
  };
};
await bench.until(() => source.readyState === EventSource.OPEN, "the bare server");
