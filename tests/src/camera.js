// Draws a street and answers it as JPEG in base64. Its detail is like a camera's: surfaces with grain, edges, and light.
const canvas = Object.assign(document.createElement("canvas"), { width, height });
const context = canvas.getContext("2d");
let seed = number + 1;
const random = () => {
  seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 1013904223 | 0;
  return (seed >>> 8) / 16777216;
};
const sky = context.createLinearGradient(0, 0, 0, height);
sky.addColorStop(0, `hsl(${200 + 40 * random()} 60% 70%)`);
sky.addColorStop(1, `hsl(${20 + 40 * random()} 30% 60%)`);
context.fillStyle = sky;
context.fillRect(0, 0, width, height);
for (let house = 0; house < 12; house += 1) {
  const [x, wide, high] = [random() * width, width * (0.08 + 0.15 * random()), height * (0.3 + 0.4 * random())];
  context.fillStyle = `hsl(${360 * random()} ${20 + 30 * random()}% ${35 + 30 * random()}%)`;
  context.fillRect(x, height - high, wide, high);
  context.fillStyle = "#f3e9c0";
  for (let window = 0; window < 24; window += 1) {
    context.fillRect(x + wide * (0.1 + (window % 4) * 0.22), height - high * (0.92 - Math.floor(window / 4) * 0.15), wide * 0.12, high * 0.08);
  }
}
context.fillStyle = "#fff";
context.font = `bold ${height / 6}px sans-serif`;
context.fillText(`照片 ${number}`, width * 0.1, height * 0.3);
// Grain as of a sensor, a tile of it many times.
const size = 256;
const grain = new OffscreenCanvas(size, size);
const drawn = grain.getContext("2d");
const image = drawn.createImageData(size, size);
for (let at = 0; at < image.data.length; at += 4) {
  image.data[at] = image.data[at + 1] = image.data[at + 2] = 255 * random();
  image.data[at + 3] = 26;
}
drawn.putImageData(image, 0, 0);
context.fillStyle = context.createPattern(grain, "repeat");
context.fillRect(0, 0, width, height);
const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.92));
const url = await new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.readAsDataURL(blob);
});
return url.slice(url.indexOf(",") + 1);
