const open = new Date().getDay() !== 0;
document.getElementById('today').textContent = open ? 'We bake today.' : 'We rest today.';
