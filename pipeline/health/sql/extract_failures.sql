select outlet, error, message, url, failed_at
from failures
where stage = 'extract'
order by outlet, url
